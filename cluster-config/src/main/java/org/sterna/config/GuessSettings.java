package org.sterna.config;

import java.time.Duration;
import java.util.List;

/**
 * What becomes of whoever guesses passwords: {@code sterna.auth.guessing}.
 *
 * @param window  how long a failed login is remembered behind the last one
 * @param exempt  networks whose logins are not counted
 * @param maxKeys accounts and networks that are counted at a time
 * @param account for one account, from anywhere
 * @param network for one client network, whatever the account
 */
public record GuessSettings(Duration window, List<Network> exempt, int maxKeys, Threshold account, Threshold network) {

    /**
     * Failed logins.
     *
     * @param free         so many cost nothing
     * @param delay        before the next one is answered, twice as long for each further one
     * @param longestDelay it does not grow beyond that
     * @param banAfter     after so many every login is refused; 0 for never
     * @param ban          for so long after the last
     */
    public record Threshold(int free, Duration delay, Duration longestDelay, int banAfter, Duration ban) {
        static Threshold read(SettingsReader settings, String path) {
            return new Threshold(
                    settings.number(path + ".free", 0, 1_000_000),
                    settings.duration(path + ".delay", "0 s", "1 m"),
                    settings.duration(path + ".longest-delay", "0 s", "1 m"),
                    settings.number(path + ".ban-after", 0, 10_000_000),
                    settings.duration(path + ".ban", "0 s", "1 d"));
        }
    }

    static GuessSettings read(SettingsReader settings) {
        String path = "sterna.auth.guessing.";
        return new GuessSettings(
                settings.duration(path + "window", "1 s", "7 d"),
                settings.list(path + "exempt-networks", "a list of networks, such as [\"127.0.0.0/8\", \"::1/128\"]", Network::parse),
                settings.number(path + "max-keys", 100, 10_000_000),
                Threshold.read(settings, path + "account"),
                Threshold.read(settings, path + "network"));
    }
}
