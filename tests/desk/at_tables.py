"""The fields of Autotask's larger entities, as far as they are known.

A line is ``name type flags``. Flags: ``*`` required on create · ``ro`` read-only, ignored when sent · ``nq`` may not
stand in a filter · ``pick`` a list of the tenant's own values · ``→Entity`` a reference that must exist · a number is
the greatest length of a text. Types are those of the vendor's metadata, and ``date`` for a date-time whose time is
always midnight. Every entity has an ``id`` besides.

Confidence B (chapter *Entities*: types from the vendor's published schema, *required* from metadata read live,
read-only and lengths from older metadata of the same fields).
"""

from __future__ import annotations

from typing import Final

TICKETS: Final = """
    ticketNumber string ro 50
    title string * 250
    description string 8000
    status integer * pick
    priority integer * pick
    queueID integer pick
    companyID integer * →Companies
    companyLocationID integer
    contactID integer →Contacts
    configurationItemID integer
    contractID integer
    assignedResourceID integer →Resources
    assignedResourceRoleID integer →Roles
    dueDateTime datetime
    estimatedHours double
    hoursToBeScheduled double ro
    billingCodeID integer →BillingCodes
    ticketType integer pick
    ticketCategory integer pick
    issueType integer pick
    subIssueType integer pick
    source integer pick
    serviceLevelAgreementID integer pick
    resolution string 32000
    externalID string 50
    purchaseOrderNumber string 50
    rmmAlertID string ro 50
    createDate datetime ro
    creatorResourceID integer ro
    createdByContactID integer
    creatorType integer ro nq
    lastActivityPersonType integer ro nq pick
    lastActivityResourceID integer ro
    lastActivityDate datetime ro
    lastTrackedModificationDateTime datetime ro
    lastCustomerNotificationDateTime datetime ro
    lastCustomerVisibleActivityDateTime datetime ro
    completedDate datetime ro
    completedByResourceID integer ro
    firstResponseDateTime datetime ro
    firstResponseDueDateTime datetime ro
    resolvedDateTime datetime ro
    resolvedDueDateTime datetime ro
    resolutionPlanDateTime datetime ro
    resolutionPlanDueDateTime datetime ro
    serviceLevelAgreementHasBeenMet boolean ro
    serviceLevelAgreementPausedNextEventHours double ro
    projectID integer
    problemTicketId integer
    opportunityID integer
    organizationalLevelAssociationID integer
    impersonatorCreatorResourceID integer ro
"""
TICKET_NOTES: Final = """
    ticketID integer * →Tickets
    title string 250
    description string * 32000
    noteType integer * pick
    publish integer * pick
    createDateTime datetime ro
    lastActivityDate datetime ro
    creatorResourceID integer ro
    createdByContactID integer
    impersonatorCreatorResourceID integer ro
    impersonatorUpdaterResourceID integer ro
"""
TIME_ENTRIES: Final = """
    resourceID integer * →Resources
    ticketID integer →Tickets
    taskID integer
    internalBillingCodeID integer
    roleID integer →Roles
    dateWorked date
    startDateTime datetime
    endDateTime datetime
    hoursWorked double
    offsetHours double
    hoursToBill double ro
    summaryNotes string 32000
    internalNotes string 32000
    billingCodeID integer
    contractID integer
    contractServiceID long
    contractServiceBundleID long
    isNonBillable boolean
    showOnInvoice boolean
    isInternalNotesVisibleToComanaged boolean
    timeEntryType integer ro pick
    createDateTime datetime ro
    creatorUserID integer ro
    lastModifiedDateTime datetime ro
    lastModifiedUserID integer ro
    billingApprovalDateTime datetime ro
    billingApprovalResourceID integer ro
    billingApprovalLevelMostRecent integer ro
"""
SERVICE_CALLS: Final = """
    companyID integer * →Companies
    startDateTime datetime *
    endDateTime datetime *
    description string 2000
    status integer pick
    isComplete short
    companyLocationID integer
    canceledByResourceID integer
    canceledDateTime datetime
    duration double ro
    cancelationNoticeHours double ro
    createDateTime datetime ro
    creatorResourceID integer ro
    lastModifiedDateTime datetime ro
"""
APPOINTMENTS: Final = """
    resourceID integer * →Resources
    title string * 256
    startDateTime datetime *
    endDateTime datetime *
    description string 8000
    createDateTime datetime ro
    creatorResourceID integer ro
    updateDateTime datetime ro
"""
TO_DOS: Final = """
    companyID integer * →Companies
    assignedToResourceID integer * →Resources
    actionType integer *
    startDateTime datetime *
    endDateTime datetime *
    activityDescription string 32000
    ticketID integer →Tickets
    contactID integer →Contacts
    completedDate datetime
    lastModifiedDate datetime ro
"""
RESOURCES: Final = """
    firstName string *
    lastName string *
    email string *
    email2 string
    email3 string
    userName string *
    isActive boolean *
    licenseType integer * pick
    resourceType string
    userType integer
    locationID integer
    title string
    officePhone string
    mobilePhone string
    internalCost decimal
    timeFormat string
    dateFormat string
    numberFormat string
    defaultServiceDeskRoleID integer nq
"""
DAILY: Final = """
    resourceID integer ro →Resources
    mondayAvailableHours double
    tuesdayAvailableHours double
    wednesdayAvailableHours double
    thursdayAvailableHours double
    fridayAvailableHours double
    saturdayAvailableHours double
    sundayAvailableHours double
    weeklyBillableHoursGoal double
    travelAvailability string
"""
COMPANIES: Final = """
    companyName string * 100
    companyType integer * pick
    ownerResourceID integer * →Resources
    phone string * 25
    companyNumber string 50
    address1 string 128
    address2 string 128
    city string 30
    state string 40
    postalCode string 10
    isActive boolean
    lastActivityDate datetime ro
    lastTrackedModifiedDateTime datetime ro
"""
CONTACTS: Final = """
    companyID integer * →Companies
    firstName string * 50
    lastName string * 50
    isActive integer *
    emailAddress string 254
    emailAddress2 string 254
    emailAddress3 string 254
    phone string 25
    alternatePhone string 32
    mobilePhone string 25
    extension string 10
    title string 50
    note string 50
    lastActivityDate datetime ro
    lastModifiedDate datetime ro
"""
TIME_OFF: Final = """
    resourceID integer ro →Resources
    requestDate date ro
    startTime string ro
    endTime string ro
    hours double ro
    status integer ro
    timeOffRequestType integer ro
    reason string ro
    lastModifiedDateTime datetime ro
"""
DELETED: Final = """
    ticketID integer ro
    ticketNumber string ro
    ticketTitle string ro
    deletedDateTime datetime ro
    deletedByResourceID integer ro
"""
