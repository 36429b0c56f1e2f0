"""A business plan as an officer types it: each section's boxes by their labels, in page order."""

WRITTEN = {
    "The group": {
        "house number": "๑๒/๓",
        "founded on": "๙ มีนาคม ๒๕๓๐",
        "chairperson of the group": "นางสมศรี ใจงาม",
        "telephone of the chairperson": "๐๘๑-๒๓๔-๕๖๗๘",
        "members, men": "84",
        "members, women": "๑๓๖",
        "ordinary members": "๒๑๕",
        "associate members": "3",
        "households that joined": "118",
        "households in the village": "164",
    },
    "Finances": {
        "figures as of": "30/4/2563",
        "regular savings": "๔,๒๑๘,๓๐๐",
        "reserve fund": "512,000",
        "cash and bank": "731450",
        "loans running": "97",
        "loans outstanding": "3,640,500",
        "overdue debt": "48,200",
        "net profit of the last year": "236,900",
        "profit shared as dividend": "40",
        "profit returned to customers": "15",
        "profit to the reserve": "20",
        "profit to welfare": "15",
        "profit to the committee": "๑๐",
    },
    "Committees": {},
    "Businesses": {
        "name or description": "ร้านค้าชุมชนบ้านโสนน้อย",
        "started in (B.E.)": "๒๕๔๘",
        "capital": "350,000",
        "sales last year": "1,240,000",
        "profit last year": "112,300",
    },
    "Analysis": {
        "strengths": "สมาชิกส่งเงินสัจจะต่อเนื่อง",
        "weaknesses": "บรรจุภัณฑ์เก่า",
        "opportunities": "ตลาดนัดชายแดน",
        "threats": "ร้านสะดวกซื้อ",
        "problems to be solved": "ข้าวเปลือกราคาต่ำ",
        "customers": "สมาชิก 190 ครัวเรือน",
        "competitors": "ร้านค้า 2 ร้าน",
    },
    "Aims and indicators": {
        "vision": "ร้านค้าของชุมชน สินค้าดี ราคาเป็นธรรม กำไรคืนสมาชิก",
        "objectives": "เพิ่มยอดขายข้าวสารบรรจุถุง และจ้างงานคนในหมู่บ้าน",
        "indicator": "ยอดขายต่อเดือน",
        "unit": "บาท",
        "today": "103,000",
        "target": "๑๓๐,๐๐๐",
    },
    "Production and service": {
        "what is made or offered": "ข้าวสารถุง 1 และ 5 กิโลกรัม",
        "capacity in a month": "ข้าวสาร 3,500 กิโลกรัม",
        "how it is made": "สี คัด บรรจุถุง",
        "raw material": "ข้าวเปลือกหอมมะลิ",
        "where it comes from": "สมาชิกในตำบล",
        "unit": "ตัน",
        "price of a unit": "๑๒,๘๐๐",
    },
    "Marketing": {
        "product or service": "ข้าวสารหอมมะลิบรรจุถุงสุญญากาศ",
        "price": "ถุงละ 45 บาท",
        "places and channels of sale": "ร้านค้าชุมชนและตลาดนัด",
        "promotion": "เฉลี่ยคืนตามยอดซื้อ",
        "target of sales in a month": "130,000",
    },
    "Management and staff": {
        "how the work is led and divided": "ประชุมทุกวันที่ 5",
        "who works in the business": "พนักงาน 3 คน",
        "accounts and audit": "เหรัญญิกทำบัญชีทุกวัน",
    },
    "Finance plan": {
        "own funds put in": "60,000",
        "income, year 1": "1,380,000",
        "income, year 2": "1,450,000",
        "income, year 3": "1,520,000",
        "expenses, year 1": "1,240,000",
        "expenses, year 2": "1,290,000",
        "expenses, year 3": "1,340,000",
        "break-even point": "ขายข้าวสารบรรจุถุงเดือนละ 900 ถุง",
        "months until the money is earned back": "14",
    },
    "Activities by month": {
        "activity": "จัดซื้อถุงบรรจุภัณฑ์",
        "responsible": "ฝ่ายผลิต",
        "costs": "๑๗,๕๐๐",
    },
    "Budget": {
        "item": "ถุงบรรจุภัณฑ์พิมพ์ลาย",
        "quantity": "๕,๐๐๐",
        "unit": "ใบ",
        "price of a unit": "๓.๕๐",
        "priority": "1",
    },
    "Networks": {"partner": "กลุ่มทำนา", "what it does": "ขายข้าวเปลือกให้กลุ่ม"},
    "Risks": {"risk": "ข้าวเปลือกขึ้นราคา", "what the group does about it": "ทำสัญญาล่วงหน้า"},
    "Expected results": {
        "work": "มีงานบรรจุถุง",
        "people who get work": "๓",
        "income": "ขายข้าวได้ราคา",
        "more income in a year": "180,000",
        "welfare": "ทุนการศึกษา",
        "people who get welfare": "45",
    },
    "Agreement and signatures": {
        "day of the group's meeting": "๑๐/๕/๒๕๖๓",
        "chairperson of the group": "นางสมศรี ใจงาม",
        "signed by the chairperson on": "11/5/2563",
        "certifying development worker": "นายสมชาย รักษ์ถิ่น",
        "signed by the development worker on": "12/5/2563",
        "district community development head": "นางประไพ มั่นคง",
        "signed by the district head on": "12/5/2563",
    },
}

# What is ticked.
TICKED = {
    "Agreement and signatures": (
        "the group has agreed to this plan",
        "notice on pictures of persons, acknowledged version",
    )
}

# Repeating rows of which one does not suffice: what is chosen and typed in each.
SEATS = [
    ("Directing committee", "นางสมศรี ใจงาม", "ประธาน"),
    ("Loans committee", "นายบุญมี ทองคำ", "ประธาน"),
    ("Audit committee", "นางมาลี แก้วมณี", "ประธาน"),
    ("Promotion committee", "นายวิชัย ศรีสุข", "ประธาน"),
]

# What is chosen from a list.
CHOSEN = {
    "The group": {"development level": "3"},
    "Businesses": {"kind": "Community shop"},
}
# Months are named after their year, so they are given as the page has them.
MONTHS = {"from month": "ก.ค. 2563", "until month": "ส.ค. 2563"}

# Lines of the budget: after the third the smaller award is used up, the fourth is beyond both.
LINES = [
    {"item": "ถุงบรรจุภัณฑ์", "quantity": "๕,๐๐๐", "unit": "ใบ", "price of a unit": "๓.๕๐"},
    {"item": "ข้าวเปลือก", "quantity": "2.5", "unit": "ตัน", "price of a unit": "12,800"},
    {"item": "ออกแบบฉลาก", "quantity": "1", "unit": "งาน", "price of a unit": "5000"},
    {"item": "เครื่องซีล", "quantity": "๒", "unit": "เครื่อง", "price of a unit": "๑๘,๐๐๐"},
]
