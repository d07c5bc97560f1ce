package org.sterna.config;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;

/** Reads the bounds of durations and sizes in the words of the settings file, so that messages and checks cannot differ. */
final class Bounds {
    private Bounds() {
    }

    static Duration duration(String text) {
        return ConfigFactory.parseString("value = " + text).getDuration("value");
    }

    static long octets(String text) {
        return ConfigFactory.parseString("value = " + text).getBytes("value");
    }
}
