package org.sterna.platform.dns.dnsjava;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;

/**
 * The servers, with a bound on the questions that are open. What is neither an answer nor a denial is a failure, so that a validator does not take it for a
 * forgery.
 */
final class Upstream implements Resolver {
    /** Of a validating resolver's reasons for SERVFAIL (RFC 8914 section 4) those that mean that signatures are missing or wrong. */
    private static final Set<Integer> BOGUS = Set.of(ExtendedErrorCodeOption.DNSSEC_BOGUS, ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
            ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID, ExtendedErrorCodeOption.DNSKEY_MISSING, ExtendedErrorCodeOption.RRSIGS_MISSING,
            ExtendedErrorCodeOption.NO_ZONE_KEY_BIT_SET, ExtendedErrorCodeOption.NSEC_MISSING, ExtendedErrorCodeOption.SIGNATURE_EXPIRED_BEFORE_VALID);

    private final Resolver servers;
    private final Semaphore questions;
    private final int most;

    Upstream(Resolver servers, int most) {
        this.servers = servers;
        this.questions = new Semaphore(most);
        this.most = most;
    }

    /** There is no answer now. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1;
        private final boolean bogus;

        Failure(String text, boolean bogus) {
            super(text, null, false, false);
            this.bogus = bogus;
        }

        boolean isBogus() {
            return bogus;
        }
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        if (!questions.tryAcquire()) {
            return CompletableFuture.failedFuture(new Failure(most + " questions are open already", false));
        }
        try {
            return servers.sendAsync(query, executor).whenComplete((answer, failure) -> questions.release()).thenCompose(Upstream::judged);
        } catch (RuntimeException e) {
            questions.release();
            throw e;
        }
    }

    private static CompletionStage<Message> judged(Message answer) {
        int rcode = answer.getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            return CompletableFuture.completedFuture(answer);
        }
        Optional<ExtendedErrorCodeOption> reason = reason(answer);
        return CompletableFuture.failedFuture(new Failure(Rcode.string(rcode) + reason.map(each -> ": " + text(each)).orElse(""),
                reason.filter(each -> BOGUS.contains(each.getErrorCode())).isPresent()));
    }

    /** Why there is no answer, where it says so (RFC 8914 section 2). */
    static Optional<ExtendedErrorCodeOption> reason(Message answer) {
        return answer.getOPT() == null ? Optional.empty() : answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .filter(ExtendedErrorCodeOption.class::isInstance).map(ExtendedErrorCodeOption.class::cast).findFirst();
    }

    static String text(ExtendedErrorCodeOption reason) {
        return Optional.ofNullable(reason.getText()).filter(text -> !text.isEmpty()).orElseGet(() -> ExtendedErrorCodeOption.text(reason.getErrorCode()));
    }

    @Override
    public void setPort(int port) {
        servers.setPort(port);
    }

    @Override
    public void setTCP(boolean flag) {
        servers.setTCP(flag);
    }

    @Override
    public void setIgnoreTruncation(boolean flag) {
        servers.setIgnoreTruncation(flag);
    }

    @Override
    public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
        servers.setEDNS(version, payloadSize, flags, options);
    }

    @Override
    public void setTSIGKey(TSIG key) {
        servers.setTSIGKey(key);
    }

    @Override
    public void setTimeout(Duration timeout) {
        servers.setTimeout(timeout);
    }

    @Override
    public Duration getTimeout() {
        return servers.getTimeout();
    }
}
