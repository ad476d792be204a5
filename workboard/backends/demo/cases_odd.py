"""Texts as the world sends them: markup, two directions of writing, escape bytes. Raw here, cleaned on the way.

And the three tickets nobody has: given back or never taken, without work, answer or reason.
"""

from __future__ import annotations

from typing import Final

from workboard.backends.demo.script import Case, Plan, answered, noted, told

ODD: Final = (
    Case(
        "Mail <b>overdue</b> [link=https://pay.example]click[/link] - is it **real**?", 3, "open", firm="birch",
        plan=Plan("Check the headers of the payment mail"),
        lines=(
            told("Three of us got this: <a href='https://pay.example/x?id=1&amp;u=2'>Your invoice</a> [bold red]is "
                 "overdue[/bold red]. [@click=app.bell]Open[/] or `pay now`? We did not click."),
            answered("Thank you for not clicking. Please leave it in the inbox, I will look at where it came from."),
            noted("Sender is forged, the link leads to a copied page. Blocked the domain for all three firms.", 15,
                  next_step="Remove the mail from the other mailboxes"),
        ),
    ),
    Case(
        "קובץ לא נפתח: \u202ereport_\u202dFDP.exe", 2, "open", firm="cedar",
        plan=Plan("Examine the attachment from the partner lab"),
        lines=(
            told("Our partner lab sent this file. השם נראה כמו \u202ereport_fdp.exe\u202c והמחשב מבקש סיסמה. "
                 "مرحبا، هل الملف آمن؟ Nobody has opened it yet."),
            answered("Please do not open it. I will take a copy and look at it on a separate machine."),
            noted("The name is turned around with a direction mark; it is a program and not a PDF.", 20,
                  next_step="Tell the partner lab, and search the mailboxes for the same file"),
        ),
    ),
    Case(
        "\x1b[31mALERT\x1b[0m ups-2 on battery\x07 \x1b]0;ups-2\x07\x9b2J", 2, "planned", contact="alder.blythe",
        plan=Plan("Test the batteries of ups-2", 30, day=1),
        lines=(
            told("\x1b[1;31mCRIT\x1b[0m ups-2: on battery for 14 s\r\n\x1b[33mWARN\x1b[0m ups-2: self test failed\x00"
                 "\x08\r\n\x1b]8;;https://ups.example\x1b\\details\x1b]8;;\x1b\\ \u200b\U000e0041load 31 %"),
            noted("Sent by the monitoring itself. Power is back; the battery is four years old.", 10,
                  next_step="Run the self test with Hannah and order a battery if it fails"),
        ),
    ),
)  # fmt: skip

LOST: Final = (
    Case(
        "Door camera has no picture", 3, "open", firm="alder", age=1250,
        lines=(
            told("The camera at the back door shows a grey picture since the weekend."),
            noted("Could be the power adapter. Gave it back to the queue, I am on holiday from tomorrow.", 10,
                  by="priya"),
        ),
    ),
    Case(
        "Time on the lab clocks differs by two minutes", 4, "open", firm="cedar", age=2600,
        lines=(
            told("The wall clocks in the two labs differ by two minutes. They hang on the network, I think."),
            answered("Thank you, we will look at where they get their time from.", by="jonas"),
            noted("They ask a server that no longer exists. Nobody owns these clocks in our list.", 10, by="jonas"),
        ),
    ),
    Case(
        "Fax to mail for a second number", 4, "new", firm="birch", age=1400,
        lines=(
            told("Could the fax number of Harbour Office arrive by mail as well, as it does for Kings Row?"),
            noted("Taken by phone, not urgent.", 5, by="aoife"),
        ),
    ),
)  # fmt: skip
