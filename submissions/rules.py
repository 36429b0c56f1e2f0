"""Who may do what with calls and submissions, whatever the stage; stages add the when."""

from groups.enums import Role
from groups.models import User
from submissions.models import Extension, Submission


def may_manage_calls(user: User) -> bool:
    """Prepare and open calls, set days and the roster."""
    return user.holds(Role.STAFF)


def may_export_board(user: User) -> bool:
    """Take the monitoring board away as a workbook."""
    return user.holds(Role.STAFF)


def may_set_province_day(user: User, province_id: str) -> bool:
    """Set the day by which one province wants its plan: its own officer, or staff."""
    return user.holds(Role.STAFF) or user.holds(Role.PROVINCE, province_id=province_id)


def may_ask_extension(user: User, province_id: str) -> bool:
    """Ask the department for more days for the plans of one's own province."""
    return user.holds(Role.PROVINCE, province_id=province_id)


def may_propose_extension(user: User) -> bool:
    """Propose more days for a province to the director, or turn its wish down."""
    return user.holds(Role.STAFF)


def may_decide_extension(user: User, extension: Extension) -> bool:
    """Approve or refuse more days; nobody decides on what they proposed themselves."""
    return user.holds(Role.DIRECTOR) and user.pk != extension.proposed_by_id


def may_write(user: User, submission: Submission) -> bool:
    """Write the plan, upload the clip and files with the group."""
    return user.holds(Role.DISTRICT, district_id=submission.district_id)


def may_take_over(user: User, submission: Submission) -> bool:
    """Take over into an untouched plan what seldom changes, from the group's last one."""
    return may_write(user, submission)


def may_send(user: User, submission: Submission) -> bool:
    """Send plan and clip to the province."""
    return may_write(user, submission)


def may_forward(user: User, submission: Submission) -> bool:
    """Forward to the department, or return to the district with a reason."""
    return user.holds(Role.PROVINCE, province_id=submission.province_id)


def may_ask_withdrawal(user: User, submission: Submission) -> bool:
    """Ask the department to take a group of one's own province out of the year."""
    return may_forward(user, submission)


def may_withdraw(user: User, submission: Submission) -> bool:
    """Take a group out of the year, put another in its place, or take that back."""
    return user.holds(Role.STAFF)


def may_retry_clip(user: User, submission: Submission) -> bool:
    """Have a clip looked at again when checking it failed for no fault of its own."""
    return may_write(user, submission) or may_forward(user, submission)


def may_retry_file(user: User, submission: Submission) -> bool:
    """Have a file looked through again when that failed for no fault of its own."""
    return may_write(user, submission) or may_forward(user, submission)


def may_retry_receipt(user: User, submission: Submission) -> bool:
    """Have a receipt printed again when that failed."""
    return may_write(user, submission) or may_forward(user, submission) or user.holds(Role.STAFF)


def may_release(user: User, submission: Submission) -> bool:
    """Make the result of a closed round known; it moves every submission of the round."""
    return user.holds(Role.DIRECTOR)
