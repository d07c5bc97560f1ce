package org.sterna.platform.access.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.sterna.persistence.account.Account;
import org.sterna.platform.quota.AccountQuotas.Standing;
import org.sterna.protocols.imap.Enabled;
import org.sterna.protocols.imap.ImapCommand;
import org.sterna.protocols.imap.MailboxResponses;
import org.sterna.protocols.imap.MailboxResponses.QuotaResource;
import org.sterna.protocols.imap.StatusResponse;

/**
 * GETQUOTA, GETQUOTAROOT and SETQUOTA (RFC 9208 section 4.1). All mailboxes of an account are under one quota root, whose name
 * is empty; its limits are the operator's business. For the actor's thread.
 */
final class QuotaCommands {
    private static final String ROOT = "";
    private static final long KIB = 1024;

    private final SessionScope scope;

    QuotaCommands(SessionScope scope) {
        this.scope = scope;
    }

    CompletionStage<StatusResponse> get(ImapCommand.GetQuota get) {
        if (!get.root().equals(ROOT)) {
            throw Refusal.no("NONEXISTENT", "No such quota root");
        }
        return tell().thenApply(unused -> StatusResponse.ok("GETQUOTA completed"));
    }

    /** The mailbox need not exist (RFC 9208 section 4.1.2). */
    CompletionStage<StatusResponse> getRoot(ImapCommand.GetQuotaRoot get, Enabled enabled) {
        scope.output().write(MailboxResponses.quotaRoot(get.mailbox(), List.of(ROOT), enabled));
        return tell().thenApply(unused -> StatusResponse.ok("GETQUOTAROOT completed"));
    }

    /** QUOTASET is not offered (RFC 9208 section 4.1.3). */
    StatusResponse set() {
        return StatusResponse.no("Quotas are set by the operator").withCode("NOPERM");
    }

    private CompletionStage<Void> tell() {
        return scope.services().quotas().standing(scope.address())
                .thenAcceptAsync(standing -> scope.output().write(MailboxResponses.quota(ROOT, resources(standing))), scope.actor());
    }

    /** What is not limited is not told (RFC 9208 section 4.2.1). */
    private static List<QuotaResource> resources(Standing standing) {
        List<QuotaResource> resources = new ArrayList<>();
        standing.limits().octets().ifPresent(limit -> resources.add(
                new QuotaResource("STORAGE", (standing.usage().octets() + KIB - 1) / KIB, limit / KIB)));
        standing.limits().messages().ifPresent(limit -> resources.add(new QuotaResource("MESSAGE", standing.usage().messages(), limit)));
        resources.add(new QuotaResource("MAILBOX", standing.usage().mailboxes(), Account.MAX_FOLDERS));
        return resources;
    }
}
