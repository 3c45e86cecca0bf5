"""The `auta` command. Exit status: 0 done, 1 the data or the machine is at fault, 2 wrong usage."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.data_file import ROOT, DataError, relative


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `auta` with the given arguments (the process's own by default); returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments).parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Who reads the output has seen enough, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DataError as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="auta", description="Finds how much help a person needs, and the right door.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    decide = commands.add_parser("decide", help="print the decision for answers, as JSON")
    decide.add_argument("answers", help="""for example '{"usage":"alone","support":"link"}'""")
    decide.set_defaults(run=_decide)

    triage = commands.add_parser("triage", help="check or draw the decision model").add_subparsers(
        required=True, metavar="ACTION"
    )
    check = triage.add_parser("check", help="find mistakes, unreachable rows, gaps and missing texts")
    check.set_defaults(run=_check)
    draw = triage.add_parser("draw", help="print the questions and the table as a Mermaid diagram")
    draw.set_defaults(run=_draw)

    if "providers" in arguments[:1]:
        from bot.commands.providers import add_providers

        add_providers(commands)
    else:
        commands.add_parser("providers", help="the provider directory: check, find, import, export, coverage")

    train = commands.add_parser("train", help="train a model, unless there is one for the current data")
    train.set_defaults(run=_train)
    run = commands.add_parser("run", help="start Redis, the action server and Rasa")
    run.set_defaults(run=_run)
    serve = commands.add_parser("serve", help="start one part, as the Procfile does")
    serve.add_argument("part", choices=["redis", "actions", "rasa"])
    serve.set_defaults(run=_serve)

    talk = commands.add_parser("talk", help="talk with the running assistant")
    talk.add_argument("--language", choices=["fi", "sv"], help="the page's language; without it, the one you write in")
    talk.set_defaults(run=_talk)

    evaluate = commands.add_parser("eval", help="measure conversations in typed words, or with nlu single messages")
    evaluate.add_argument("--conversations", type=int, default=100, metavar="N", help="so many a language (100)")
    _add_outputs(evaluate)
    evaluate.set_defaults(run=_evaluate_conversations)
    nlu = evaluate.add_subparsers(metavar="nlu").add_parser("nlu", help="measure how single messages are understood")
    nlu.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw intents.svg and reliability.svg there")
    _add_outputs(nlu)
    nlu.set_defaults(run=_evaluate_nlu)
    return parser


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    sentences = ROOT / "tests" / "nlu"
    parser.add_argument("--data", type=Path, default=sentences, metavar="FOLDER", help="the test sentences (tests/nlu)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="show so many failures a language")


def _decide(options: argparse.Namespace) -> int:
    from bot.commands.decision import decide_command

    return decide_command(options.answers)


def _check(options: argparse.Namespace) -> int:
    from bot.commands.decision import check_command

    return check_command()


def _draw(options: argparse.Namespace) -> int:
    from bot.commands.decision import draw_command

    return draw_command()


def _train(options: argparse.Namespace) -> int:
    from bot.commands.model import train

    print(f"The model is {relative(train())}.")
    return 0


def _run(options: argparse.Namespace) -> int:
    from bot.commands.run import run

    return run()


def _serve(options: argparse.Namespace) -> int:
    from bot.commands.serve import serve

    return serve(options.part)


def _talk(options: argparse.Namespace) -> int:
    from bot.commands.talk import talk

    return talk(options.language)


def _evaluate_nlu(options: argparse.Namespace) -> int:
    from bot.commands.evaluate import evaluate_nlu

    return evaluate_nlu(options.data, options.json, options.pictures, options.worst)


def _evaluate_conversations(options: argparse.Namespace) -> int:
    from bot.commands.evaluate import evaluate_conversations

    return evaluate_conversations(options.conversations, options.json, options.worst, options.data)
