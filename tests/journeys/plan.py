"""A business plan as an officer types it: each section's boxes by their labels, in page order."""

WRITTEN = {
    "The group": {
        "house number": "๑๒/๓",
        "founded on": "๙ มีนาคม ๒๕๓๐",
        "chairperson of the group": "นางสมศรี ใจงาม",
        "telephone of the chairperson": "๐๘๑-๒๓๔-๕๖๗๘",
        "members, men": "84",
        "members, women": "๑๓๖",
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
    "Businesses": {
        "name or description": "ร้านค้าชุมชนบ้านโสนน้อย",
        "started in (B.E.)": "๒๕๔๘",
        "capital": "350,000",
        "sales last year": "1,240,000",
        "profit last year": "112,300",
    },
    "Aims and indicators": {
        "vision": "ร้านค้าของชุมชน สินค้าดี ราคาเป็นธรรม กำไรคืนสมาชิก",
        "objectives": "เพิ่มยอดขายข้าวสารบรรจุถุง และจ้างงานคนในหมู่บ้าน",
        "indicator": "ยอดขายต่อเดือน",
        "unit": "บาท",
        "today": "103,000",
        "target": "๑๓๐,๐๐๐",
    },
    "Marketing": {
        "product or service": "ข้าวสารหอมมะลิบรรจุถุงสุญญากาศ",
        "price": "ถุงละ 45 บาท",
        "places and channels of sale": "ร้านค้าชุมชนและตลาดนัด",
        "promotion": "เฉลี่ยคืนตามยอดซื้อ",
        "target of sales in a month": "130,000",
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
    "Budget": {
        "item": "ถุงบรรจุภัณฑ์พิมพ์ลาย",
        "quantity": "๕,๐๐๐",
        "unit": "ใบ",
        "price of a unit": "๓.๕๐",
        "priority": "1",
    },
}

# What is chosen from a list.
CHOSEN = {"The group": {"development level": "3"}, "Businesses": {"kind": "Community shop"}}

# Lines of the budget: after the third the smaller award is used up, the fourth is beyond both.
LINES = [
    {"item": "ถุงบรรจุภัณฑ์", "quantity": "๕,๐๐๐", "unit": "ใบ", "price of a unit": "๓.๕๐"},
    {"item": "ข้าวเปลือก", "quantity": "2.5", "unit": "ตัน", "price of a unit": "12,800"},
    {"item": "ออกแบบฉลาก", "quantity": "1", "unit": "งาน", "price of a unit": "5000"},
    {"item": "เครื่องซีล", "quantity": "๒", "unit": "เครื่อง", "price of a unit": "๑๘,๐๐๐"},
]
