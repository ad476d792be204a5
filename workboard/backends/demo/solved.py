"""Eight solved tickets that resemble open ones, so that *similar solved* has something to find."""

from __future__ import annotations

from typing import Final

from workboard.backends.demo.script import Case, answered, noted, told

SOLVED: Final = (
    Case(
        "Outlook hangs on loading profile after update", 2, "done", contact="birch.webb", age=5900,
        lines=(
            told("Outlook does not get past loading the profile since the update last night."),
            noted("Add-ins ruled out in safe mode. A fresh profile opened at once. The old one had a damaged cache "
                  "file.", 35),
            answered("Hello Charlotte, your new profile is in place and the mail is complete. Please tell us if it "
                     "happens again."),
        ),
    ),
    Case(
        "Outlook profile loads forever", 2, "done", contact="cedar.tan", age=8200,
        lines=(
            told("The window with 'loading profile' stays for ever and then Outlook closes."),
            noted("Rebuilt the profile. The shared mailboxes had to be added again by hand, the signature too.", 45),
            answered("Hello Mei, it opens in a few seconds now, with your shared mailboxes."),
        ),
    ),
    Case(
        "Scanner reports a jam on page two from tray 2", 3, "done", contact="alder.blythe", age=6700,
        lines=(
            told("The scanner stops on the second page from tray 2, and nothing is stuck."),
            noted("The roller was fine. The separation pad of tray 2 was worn; a new pad, 50 pages without a stop.",
                  40),
        ),
    ),
    Case(
        "VPN drops after sleep", 3, "done", contact="cedar.ashby", age=5200,
        lines=(
            told("After sleep the VPN is not connected and asks for the code again."),
            noted("Power saving of the wifi adapter off, and the client allowed to reconnect for eight hours.", 20),
            answered("Hello Robert, it stays connected through sleep now."),
        ),
    ),
    Case(
        "Signing in slow in the morning", 3, "done", contact="birch.hale", age=7400,
        lines=(
            told("It takes ages to sign in before nine, later it is quick."),
            noted("A mapped drive pointed at a server that is gone, and each sign-in waited for it. Removed the "
                  "drive.", 30),
        ),
    ),
    Case(
        "Screen on the dock stays black", 3, "done", contact="cedar.stern", age=6100,
        lines=(
            told("The second screen on the dock is black since this morning."),
            noted("New firmware for the dock brought the port back. If it does not, swap the dock.", 25),
        ),
    ),
    Case(
        "Backup report refused by the mail relay", 3, "done", contact="alder.osei", age=9300,
        lines=(
            told("The nightly report about the backup does not arrive any more."),
            noted("The relay asks for a sign-in now. Gave the backup its own mail account and sent a test report.",
                  30),
            answered("Hello Ruth, the report comes again every morning."),
        ),
    ),
    Case(
        "Viewer cannot find X-ray pictures", 2, "done", contact="alder.adeyemi", age=8800,
        lines=(
            told("The viewer says that pictures are not found in one surgery."),
            noted("The image path in the viewer named the old server. Set it to the alias, so that a move does not "
                  "break it again.", 20),
        ),
    ),
)  # fmt: skip
