"""Files no profile knows: what they are, which column is what, and what is never suggested or shown."""

from pathlib import Path

import pytest

from funnel.intake.drafts import Draft, draft_with, drafted, text_of
from funnel.intake.glance import Glance, glance_at, glanced
from funnel.intake.header import counted_in, is_in_cents, normalised, without_unit
from funnel.intake.meanings import meaning_of
from funnel.intake.private import MASK, is_personal, masked
from funnel.intake.profile import profile_from, profiles
from funnel.intake.suggest import fields_of, is_required, proposed
from funnel.terms import Kind

FILES = Path(__file__).parents[1] / "mappings"
EXPECTED = {
    "order_lines_pl.csv": {
        "order_id": "Nr zam.",
        "moment": "Data złożenia",
        "status": "Status zamówienia",
        "order_total": "Wartość brutto",
        "shipping": "Koszt wysyłki",
        "currency": "Waluta",
        "customer_key": "E-mail klienta",
        "source": "Źródło wejścia",
        "product": "Symbol towaru",
        "quantity": "Szt.",
        "price": "Cena brutto",
    },
    "order_lines_ru.csv": {
        "order_id": "№",
        "moment": "Дата и время оформления",
        "status": "Состояние заказа",
        "order_total": "Сумма заказа, руб.",
        "product": "Артикул поставщика",
        "quantity": "Кол-во",
        "price": "Цена, руб.",
        "discount": "Скидка, руб.",
    },
    "order_lines_en.csv": {
        "order_id": "orderSerialNumber",
        "moment": "orderAddDate",
        "status": "orderStatus",
        "paid_at": "paymentDate",
        "order_total": "orderTotal",
        "currency": "orderCurrencyId",
        "customer_key": "clientEmail",
        "product": "productId",
        "quantity": "productQuantity",
        "price": "productOrderPrice",
    },
    "traffic_events_en.csv": {
        "moment": "when",
        "event": "what",
        "session_id": "visit",
        "visitor_key": "who",
        "source": "utm_source",
        "medium": "utm_medium",
        "campaign": "utm_campaign",
        "device": "device",
        "page": "url",
        "product": "sku",
        "order_id": "order_no",
        "revenue": "order_value",
    },
    "traffic_sessions_pl.csv": {
        "session_id": "ID wizyty",
        "moment": "Początek wizyty",
        "visitor_key": "ID użytkownika",
        "source": "Źródło",
        "campaign": "Kampania",
        "device": "Urządzenie",
        "page": "Strona wejścia",
        "view_item": "Wyświetlenia produktów",
        "add_to_cart": "Dodano do koszyka",
        "purchase": "Zakupy",
        "revenue": "Przychód",
    },
    "traffic_daily_ru.csv": {
        "day": "Дата",
        "channel": "Канал",
        "device": "Устройство",
        "session_start": "Визиты",
        "view_item": "Просмотры карточек",
        "add_to_cart": "Добавления в корзину",
        "begin_checkout": "Оформления заказа",
        "purchase": "Заказов",
        "revenue": "Выручка, ₽",
    },
    "ad_costs_pl.csv": {
        "day": "Dzień",
        "campaign": "Nazwa kampanii",
        "campaign_id": "Nr kampanii",
        "impressions": "Wyświetlenia",
        "clicks": "Kliknięcia",
        "cost": "Wydatki brutto [PLN]",
    },
    "contacts_ru.csv": {
        "contact_id": "Номер обращения",
        "moment": "Создано",
        "first_reply_seconds": "Время до первого ответа (мин)",
        "resolved_at": "Закрыто",
        "order_id": "Номер заказа",
        "customer_key": "Email",
        "medium": "Канал связи",
        "satisfaction": "Оценка клиента",
        "agent_group": "Отдел",
    },
    "stock_pl_2026-10-05.csv": {
        "product": "Indeks",
        "location": "Magazyn",
        "available": "Stan magazynowy",
        "price": "Cena sprzedaży",
        "cost": "Cena zakupu",
        "title": "Nazwa produktu",
        "category": "Kategoria",
        "rating": "Ocena",
        "reviews": "Liczba opinii",
    },
    "stock_ru.csv": {
        "product": "Код",
        "moment": "Дата остатков",
        "available": "Остаток",
        "price": "Розничная цена",
        "cost": "Цена закупки",
        "title": "Товар",
    },
}


def kind_of(name: str) -> Kind:
    return next(kind for kind in Kind if name.startswith(kind.value))


def glance_of(name: str, folder: Path) -> Glance:
    return glanced(FILES / name, folder)


def table(header: str, *rows: str) -> Glance:
    return glance_at("t.csv", header.split(","), [row.split(",") for row in rows])


def suggested(glance: Glance, kind: Kind) -> dict[str, str]:
    return {one.column: glance.header[one.place] for one in glance.proposal(kind).fields}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_nobody_knows_is_understood(name: str, tmp_path: Path) -> None:
    glance = glance_of(name, tmp_path)
    assert glance.recognition is None
    best = glance.proposals[0]
    assert best.kind is kind_of(name)
    assert {one.column: glance.header[one.place] for one in best.fields} == EXPECTED[name]
    assert all(0 < one.confidence <= 1 and one.reason for one in best.fields)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_draft_is_a_mapping_the_importer_takes(name: str, tmp_path: Path) -> None:
    glance = glance_of(name, tmp_path)
    draft = drafted(glance, glance.proposals[0], "mine")
    profile = profile_from(text_of(draft), "mine")
    assert profile.kind is kind_of(name)
    assert {column: cell.parts[0][0] for column, cell in profile.columns.items()} == EXPECTED[name]


def test_words_of_closed_lists_get_their_meaning(tmp_path: Path) -> None:
    def words(name: str, column: str) -> dict[str, str]:
        glance = glance_of(name, tmp_path)
        return dict(drafted(glance, glance.proposals[0], "mine").words[column])

    assert words("order_lines_ru.csv", "status") == {"Оплачен": "paid", "Отменён": "cancelled", "Возврат": "refunded"}
    assert words("order_lines_pl.csv", "status") == {
        "Zrealizowane": "paid",
        "Anulowane": "cancelled",
        "Nowe": "pending",
    }
    assert words("contacts_ru.csv", "medium") == {"Чат": "chat", "Телефон": "phone", "Телеграм": "messenger"}
    assert words("traffic_events_en.csv", "event")["added to cart"] == "add_to_cart"
    assert words("traffic_sessions_pl.csv", "device") == {
        "komputer": "desktop",
        "telefon": "mobile",
        "tablet": "tablet",
    }
    assert meaning_of(Kind.ORDER_LINES, "status", "a word of nobody") is None


def test_units_currency_and_snapshots_are_read_off_the_file(tmp_path: Path) -> None:
    glance = glance_of("contacts_ru.csv", tmp_path)
    assert drafted(glance, glance.proposals[0], "m").units == {"first_reply_seconds": "minutes"}
    assert table("Wait (hrs)", "1.5").columns[0].unit == "hours"
    assert table("Wait", "0:07:30", "1:00:00").columns[0].unit == "hh:mm:ss"
    assert table("load_ms", "1500").columns[0].unit == "milliseconds"

    def draft(name: str) -> Draft:
        glance = glance_of(name, tmp_path)
        return drafted(glance, glance.proposals[0], "m")

    assert draft("order_lines_ru.csv").currency == "RUB"
    assert draft("ad_costs_pl.csv").currency == "PLN"
    assert draft("stock_pl_2026-10-05.csv").snapshot == "file"
    assert draft("stock_ru.csv").snapshot == ""


PEOPLE = table(
    "id,Title,Category,Note,Телефон,Имя,created",
    "1,a@b.pl,x,Call me,+7 900 123-45-67,Иван,2026-10-01",
    "2,c@d.pl,y,Later,+7 900 123-45-68,Анна,2026-10-02",
)


@pytest.mark.parametrize("kind", Kind)
def test_personal_columns_are_suggested_for_keys_only(kind: Kind) -> None:
    personal = {"Title", "Note", "Телефон", "Имя"}
    stored = {field.name for field in fields_of(kind) if not field.is_key}
    assert not {column for column, header in suggested(PEOPLE, kind).items() if header in personal} & stored


def test_personal_cells_are_masked() -> None:
    assert [PEOPLE.columns[place].examples for place in (1, 3, 4, 5)] == [
        (f"{MASK}@{MASK}.pl",),
        (MASK,),
        (MASK,),
        (MASK,),
    ]
    assert masked("write to a@b.pl or +48 500 600 700", personal=False) == f"write to {MASK} or {MASK}"
    assert is_personal("Город", ["a@b.ru", "c@d.ru"])
    assert all(is_personal(name, ["Anna Nowak"]) for name in ("Заказчик", "Kupujący", "Zamawiający", "Besteller"))
    assert not is_personal("Order email sent", ["yes", "no"])
    long = "a sentence a customer wrote to us about a parcel that has not come yet at all"
    assert is_personal("field 7", [long, ""])
    assert is_personal("", ["Анна Новак", "7"])
    assert not is_personal(" ", ["A-1", "12,50"])
    assert not any(PEOPLE.columns[place].words for place in (1, 3, 4, 5))


def test_amounts_in_thousands_are_known_by_their_name() -> None:
    assert without_unit(normalised("Сумма, тыс. руб.")) == ("сумма", "руб.")
    assert without_unit("wartość (w tys.)") == ("wartość", "")
    assert without_unit("in thousand islands") == ("in thousand islands", "")
    rows = ("1,2026-10-01,1.25", "2,2026-10-02,5.00")
    assert suggested(table("Номер заказа,Дата,Сумма (тыс. руб.)", *rows), Kind.ORDER_LINES)["order_total"]


def test_amounts_that_differ_within_an_order_are_not_its_total() -> None:
    rows = ("1,2026-10-01,10.00", "1,2026-10-01,20.00", "2,2026-10-02,5.00")
    assert "order_total" not in suggested(table("Order number,Date,Amount", *rows), Kind.ORDER_LINES)
    assert "order_total" in suggested(table("Order number,Date,Amount", rows[0], rows[2]), Kind.ORDER_LINES)


def test_a_column_named_twice_is_not_suggested() -> None:
    glance = table("Order number,Date,Total,Total", "1,2026-10-01,10.00,11.00")
    assert "order_total" not in suggested(glance, Kind.ORDER_LINES)


@pytest.mark.parametrize("rows", [(), ("",), (",,,,",), ("a,b", "c,d,e,f,g,h")])
@pytest.mark.parametrize("header", ["", ",,", "a", "№,#,$$$,{currency},{n}", "Total,Total", "\u0000,\u202e,💥"])
def test_strange_tables_make_no_noise(header: str, rows: tuple[str, ...]) -> None:
    glance = table(header, *rows)
    for one in glance.proposals:
        draft = draft_with(glance, one.kind, "odd", {each.column: each.place for each in one.fields})
        assert profile_from(text_of(draft), "odd").kind is one.kind


def test_own_profiles_are_suggested_what_they_say() -> None:
    """A header made of a profile's first spellings is suggested back as that profile reads it, most of the time."""
    told = right = 0
    for profile in profiles():
        plain = {
            column: cell.parts[0][0]
            for column, cell in profile.columns.items()
            if len(cell.parts) == 1 and not cell.pattern and cell.taken == "one" and "{" not in cell.parts[0][0]
        }
        header = tuple(dict.fromkeys(plain.values()))
        found = {one.column: header[one.place] for one in proposed(profile.kind, header, ()).fields}
        told += len(plain)
        right += sum(found.get(column) == name for column, name in plain.items())
    assert right >= 0.9 * told


def test_required_fields_come_first() -> None:
    for kind in Kind:
        required = [is_required(field) for field in fields_of(kind)]
        assert required == sorted(required, reverse=True)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Сумма, тыс. руб.", "thousands"),
        ("Сумма тыс. руб.", "thousands"),
        ("Сумма в тыс. руб.", "thousands"),
        ("Wartość tys. zł", "thousands"),
        ("Revenue (k€)", "thousands"),
        ("Revenue, kEUR", "thousands"),
        ("Sum (k)", "thousands"),
        ("Оборот млн руб", "millions"),
        ("Vitamin K", None),
        ("CPM за тыс. показов", None),
        ("Цена за тыс.", None),
        ("Cost per thousand", None),
        ("in thousand islands", None),
    ],
)
def test_amounts_in_many_at_once_are_known_by_their_name(name: str, unit: str | None) -> None:
    assert counted_in(normalised(name)) == unit
    assert (without_unit(normalised(name)) != (normalised(name), "")) is (unit is not None)


@pytest.mark.parametrize(
    ("name", "are_cents"),
    [
        ("Сумма, коп.", True),
        ("Сумма (в копейках)", True),
        ("Sum (cents)", True),
        ("Amount_cents", True),
        ("Sum in cents", True),
        ("Kwota, gr", True),
        ("Сумма коп.", True),
        ("Сумма, руб. коп.", False),
        ("Kwota (zł, gr)", False),
        ("Recents", False),
        ("Nagroda", False),
        ("Total gr.", False),
    ],
)
def test_amounts_in_cents_are_known_by_their_name(name: str, are_cents: bool) -> None:
    assert is_in_cents(normalised(name)) is are_cents
