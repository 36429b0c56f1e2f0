"""The criteria that a new call begins with.

The department's own sheet of FY2563 is not public: these are a reconstruction after the letter's
'plan and clip, by the set criteria', and staff edit them before the round opens.
"""

from typing import NamedTuple

from scoring.enums import RoundNumber


class CriterionRow(NamedTuple):
    """A criterion as it is written on the page: its name, what to look at, its most points."""

    name: str
    guidance: str
    points: int


DEFAULTS = {
    RoundNumber.FIRST: (
        CriterionRow(
            "ความสมบูรณ์ของแผนธุรกิจ",
            "ข้อมูลกลุ่ม 5 · การวิเคราะห์สถานการณ์ 5 · แผนงานและงบประมาณ 5 · ตัวชี้วัด 5",
            20,
        ),
        CriterionRow(
            "ความเป็นไปได้ทางธุรกิจ",
            "การตลาด 10 · การผลิตหรือบริการ 8 · การเงิน 7",
            25,
        ),
        CriterionRow(
            "การบริหารจัดการกลุ่มและธรรมาภิบาล",
            "โครงสร้างคณะกรรมการ 4 ฝ่าย 5 · บัญชีและการตรวจสอบ 5 · ระเบียบและการประชุม 5",
            15,
        ),
        CriterionRow(
            "ประโยชน์ต่อสมาชิกและชุมชน",
            "การสร้างงาน 5 · การเพิ่มรายได้ 5 · สวัสดิการ 5",
            15,
        ),
        CriterionRow(
            "เครือข่าย",
            "กลุ่มและภาคีที่ร่วมดำเนินงาน และบทบาทของแต่ละฝ่าย",
            10,
        ),
        CriterionRow(
            "คลิปวิดีโอ",
            "ผลการดำเนินงานที่ผ่านมา 6 · แผนการดำเนินงานในอนาคต 6 · คุณภาพและเวลาไม่เกิน 5 นาที 3",
            15,
        ),
    ),
    RoundNumber.SECOND: (
        CriterionRow("ผลสำเร็จของธุรกิจที่ผ่านมา", "ยอดขาย กำไร และการเติบโต", 20),
        CriterionRow(
            "ความคุ้มค่าและความพร้อมใช้งบประมาณ",
            "ความคุ้มค่าของรายการที่ขอทั้งสองวงเงิน และความพร้อมจัดซื้อจัดจ้างตามกำหนด",
            20,
        ),
        CriterionRow("ศักยภาพการขยายผลและเครือข่าย", "การขยายธุรกิจและการเชื่อมโยงเครือข่าย", 15),
        CriterionRow("ความยั่งยืนและการจัดสรรผลกำไร", "ทุนสำรอง การจัดสรรกำไร และการสืบทอดงาน", 15),
        CriterionRow("นวัตกรรมและอัตลักษณ์ชุมชน", "สิ่งใหม่ที่กลุ่มทำ และเอกลักษณ์ของท้องถิ่น", 10),
        CriterionRow("สวัสดิการและผลต่อชุมชน", "สวัสดิการแก่สมาชิก และผลที่เกิดกับชุมชน", 10),
        CriterionRow("คลิปวิดีโอ", "ผลงานที่ผ่านมา แผนในอนาคต ความชัดเจน และเวลา", 10),
    ),
}
