package org.sterna.config;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * What clients may take: {@code sterna.limits}.
 *
 * @param enabled         whether limits and penalties for single clients apply; read through the limits below, all off without it
 * @param maxConnections  of all ports of the node together; applies always
 * @param ipv4Prefix      bits of an IPv4 address that make one client, 8 to 32
 * @param ipv6Prefix      bits of an IPv6 address that make one client, 16 to 128
 * @param maxKeys         networks, accounts and domains that are counted at a time, each
 * @param network         for one client network
 * @param account         for one account
 * @param recipientDomain for one domain of recipients
 */
public record LimitsSettings(boolean enabled, int maxConnections, int ipv4Prefix, int ipv6Prefix, int maxKeys,
                             NetworkLimits network, AccountLimits account, RecipientDomainLimits recipientDomain) {

    /**
     * For one client network: {@code sterna.limits.network}.
     *
     * @param connections           new ones
     * @param concurrentConnections open at a time
     * @param messages              accepted
     * @param recipients            accepted
     * @param failedLogins          by AUTH
     * @param unknownRecipients     asked for
     */
    public record NetworkLimits(RateLimit connections, CountLimit concurrentConnections, RateLimit messages, RateLimit recipients,
                                RateLimit failedLogins, RateLimit unknownRecipients) {
        /** No limit at all. */
        public static final NetworkLimits OFF =
                new NetworkLimits(RateLimit.OFF, CountLimit.OFF, RateLimit.OFF, RateLimit.OFF, RateLimit.OFF, RateLimit.OFF);
    }

    /**
     * For one account: {@code sterna.limits.account}.
     *
     * @param messages     accepted
     * @param recipients   accepted
     * @param failedLogins by AUTH, with the account's name and from anywhere
     */
    public record AccountLimits(RateLimit messages, RateLimit recipients, RateLimit failedLogins) {
        /** No limit at all. */
        public static final AccountLimits OFF = new AccountLimits(RateLimit.OFF, RateLimit.OFF, RateLimit.OFF);
    }

    /**
     * For one domain of recipients: {@code sterna.limits.recipient-domain}.
     *
     * @param messages          accepted for it
     * @param recipients        accepted
     * @param unknownRecipients asked for
     */
    public record RecipientDomainLimits(RateLimit messages, RateLimit recipients, RateLimit unknownRecipients) {
        /** No limit at all. */
        public static final RecipientDomainLimits OFF = new RecipientDomainLimits(RateLimit.OFF, RateLimit.OFF, RateLimit.OFF);
    }

    /** The network that makes one client. */
    public Network network(InetAddress address) {
        return Network.of(address, address instanceof Inet4Address ? ipv4Prefix : ipv6Prefix);
    }

    static LimitsSettings read(SettingsReader settings) {
        boolean enabled = settings.flag("sterna.limits.enabled");
        NetworkLimits network = new NetworkLimits(
                rate(settings, "network.connections"), count(settings, "network.concurrent-connections"), rate(settings, "network.messages"),
                rate(settings, "network.recipients"), rate(settings, "network.failed-logins"), rate(settings, "network.unknown-recipients"));
        AccountLimits account = new AccountLimits(
                rate(settings, "account.messages"), rate(settings, "account.recipients"), rate(settings, "account.failed-logins"));
        RecipientDomainLimits domain = new RecipientDomainLimits(rate(settings, "recipient-domain.messages"),
                rate(settings, "recipient-domain.recipients"), rate(settings, "recipient-domain.unknown-recipients"));
        return new LimitsSettings(enabled,
                settings.number("sterna.limits.max-connections", 1, 1_000_000),
                settings.number("sterna.limits.ipv4-prefix", 8, 32),
                settings.number("sterna.limits.ipv6-prefix", 16, 128),
                settings.number("sterna.limits.max-keys", 100, 10_000_000),
                enabled ? network : NetworkLimits.OFF, enabled ? account : AccountLimits.OFF, enabled ? domain : RecipientDomainLimits.OFF);
    }

    private static RateLimit rate(SettingsReader settings, String name) {
        return settings.value("sterna.limits." + name, RateLimit.ALLOWED, RateLimit::parse);
    }

    private static CountLimit count(SettingsReader settings, String name) {
        return settings.value("sterna.limits." + name, CountLimit.ALLOWED, CountLimit::parse);
    }
}
