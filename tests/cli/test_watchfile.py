"""The watch file: what it says is done, and what it says wrongly is named."""

import re
from pathlib import Path

import pytest

from detente.alerts.mail import Mail
from detente.alerts.webhook import Webhook
from detente.cli.watchfile import read_plan, record_named_in, seconds_of
from detente.errors import UsageError

ROOT = Path(__file__).parents[2]
SECRETS = {"DETENTE_WEBHOOK_SECRET": "whisper", "DETENTE_MAIL_PASSWORD": "murmur"}


def plan_of(tmp_path, text, environ=SECRETS):
    file = tmp_path / "watch.toml"
    file.write_text(text, "utf-8")
    return read_plan(file, environ=environ)


def test_the_file_of_the_documentation(tmp_path):
    page = (ROOT / "docs" / "how-to" / "watch.md").read_text("utf-8")
    [text] = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    plan = plan_of(tmp_path, text)
    assert [(feed.address, feed.every) for feed in plan.feeds] == [
        ("https://lantern.example/world.xml", 900.0),
        ("https://courier.example/diplomacy.atom", 3600.0),
    ]
    [wish] = plan.wishes
    assert wish.pairs == {("CHN", "USA"), ("RUS", "UKR")}
    assert (wish.categories, wish.issues, wish.least) == ({"THREATEN", "SANCTION"}, {"taiwan"}, 0.6)
    webhook, mail = plan.ways
    assert isinstance(webhook, Webhook)
    assert isinstance(mail, Mail)
    assert (webhook.secret, mail.password, mail.to) == ("whisper", "murmur", ("ana@desk.example",))
    assert plan.record == record_named_in(tmp_path / "watch.toml") == tmp_path / "asia.duckdb"


def test_the_file_that_is_shipped_takes_its_secrets_from_systemd(tmp_path):
    for name in ("webhook-secret", "mail-password"):
        (tmp_path / name).write_text(f"{name}\n")
    plan = read_plan(ROOT / "deploy" / "watch.toml", environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})
    assert [getattr(way, "secret", None) or way.password for way in plan.ways] == [
        "webhook-secret",
        "mail-password",
    ]


FEED = '[[feed]]\nurl = "https://lantern.example/x"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[feed]]\nurl = 7\n", r"Expected `str`, got `int` - at `\$\.feed\[0\]\.url`"),
        ("[[feed]]\nadress = 'x'\n", "url|adress"),
        ("feeds = 1", "unknown field `feeds`"),
        ("[[feed", "watch.toml: "),
        ('every = "10s"\n' + FEED, "too often"),
        ('every = "soon"\n' + FEED, "no time"),
        (FEED + '[[alert]]\npairs = ["CHN"]', "no pair"),
        (FEED + '[[alert]]\ncategories = ["SHOUT"]', "no category"),
        (FEED + "[[webhook]]\n", "give its url"),
        (FEED + '[[webhook]]\nurl = "https://x.example/"\nsecret_env = "NOT_SET"', "the environment has no NOT_SET"),
        (FEED + '[[webhook]]\nurl = "https://x.example/"\nsecret_file = "none"', "none cannot be read"),
        (FEED + '[[webhook]]\nurl = "x.example"', "must begin with https"),
        (FEED + '[[mail]]\nhost = "m"\nfrom = "a@x.example"\nto = []', "names nobody"),
        (FEED + '[[mail]]\nhost = "m"\nfrom = "ana"\nto = ["b@x.example"]', "is no address"),
        (FEED + '[[mail]]\nhost = "m"\nfrom = "a@x.example"\nto = ["b@x.example"]\nsecurity = "ssl"', "Invalid enum value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(tmp_path, text, said):
    with pytest.raises(UsageError, match=said) as raised:
        plan_of(tmp_path, text)
    assert str(tmp_path / "watch.toml") in str(raised.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_plan(tmp_path / "none.toml")


@pytest.mark.parametrize(("words", "seconds"), [("15m", 900), ("2h", 7200), ("90 s", 90), ("1.5d", 129_600)])
def test_times(words, seconds):
    assert seconds_of(words) == seconds
