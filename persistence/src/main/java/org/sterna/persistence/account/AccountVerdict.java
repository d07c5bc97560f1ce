package org.sterna.persistence.account;

import java.util.List;

/** What an account answers to a command. */
public sealed interface AccountVerdict {
    record Accepted(List<AccountEvent> events) implements AccountVerdict { }

    enum Reason {
        /** Nor does the alias or the recipient, when one of them is to be taken away. */
        NO_ACCOUNT("the account does not exist"),
        /** Or the address is used otherwise: the account's state tells. */
        ACCOUNT_EXISTS("the account exists already"),
        NO_FOLDER("the mailbox does not exist"),
        FOLDER_EXISTS("the mailbox exists already"),
        /** RFC 9051 section 6.3.5: a name with children is not deleted. */
        HAS_CHILDREN("the mailbox has inferior names"),
        /** INBOX is always there. */
        INBOX("INBOX cannot be deleted or created"),
        BAD_NAME("the name is not valid"),
        /** Mailboxes of an account, or targets of an alias. */
        TOO_MANY("the account has as many mailboxes as it may have"),
        /** RFC 6154 section 3: by another mailbox, or it is none that is kept here. */
        USE_TAKEN("the mailbox cannot have that special use"),
        TOO_MANY_ANNOTATIONS("the account has as many annotations as it may have"),
        ANNOTATION_TOO_BIG("the value of an annotation is too large"),
        /** RFC 5464 section 3.2. */
        BAD_ENTRY("the name of an annotation is not valid"),
        APP_PASSWORD_EXISTS("the account has an app password of that name"),
        NO_APP_PASSWORD("the account has no app password of that name"),
        TOO_MANY_APP_PASSWORDS("the account has as many app passwords as it may have");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }
    }

    record Refused(Reason reason) implements AccountVerdict { }
}
