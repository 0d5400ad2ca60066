"""The names of the months in the languages that feeds are written in."""

MONTHS = (
    "january february march april may june july august september october november december",
    "jän feb märz apr mai juni juli aug sept okt nov dez",
    "januar februar mär april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia",
    "január február március április május június július augusztus szeptember október november "
    "december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου "
    "οκτωβρίου νοεμβρίου δεκεμβρίου",
    "ιαν φεβ μάρ απρ μάϊ ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",  # noqa: RUF001
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",  # noqa: RUF001
)
"""The names of the months by language; any beginning of three letters or more will do."""

SHORTEST = 3


def _by_beginning() -> dict[str, int]:
    """Return the number of the month for each name and beginning of one: the first row wins."""
    numbers: dict[str, int] = {}
    for row in MONTHS:
        for number, name in enumerate(row.split(), 1):
            for length in range(SHORTEST, len(name) + 1):
                numbers.setdefault(name[:length], number)
    return numbers


NUMBERS = _by_beginning()
