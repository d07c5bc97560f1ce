package org.sterna.persistence.wire.pekko;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.sterna.persistence.account.AppPassword;
import org.sterna.persistence.account.LoginRights;
import org.sterna.persistence.account.LoginScope;
import org.sterna.persistence.identity.BlobId;
import org.sterna.persistence.identity.Fingerprint;
import org.sterna.persistence.identity.Incarnation;
import org.sterna.persistence.identity.MailboxId;
import org.sterna.persistence.identity.QueueId;
import org.sterna.persistence.identity.SessionId;
import org.sterna.persistence.journal.Companion;
import org.sterna.persistence.mailbox.MailboxEvent;
import org.sterna.persistence.mailbox.UidSet;

/** Random values of any type that a message may hold. */
final class AnyMessage {
    private static final int TRIES = 10_000;

    private final Random random;
    private final ActorRef<?> actor;
    private final Map<Class<?>, Supplier<Object>> own = new HashMap<>();

    AnyMessage(Random random, ActorRef<?> actor) {
        this.random = random;
        this.actor = actor;
        own.put(MailboxId.class, () -> MailboxId.random(random));
        own.put(BlobId.class, () -> BlobId.random(random));
        own.put(Incarnation.class, () -> Incarnation.start(Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)), random));
        own.put(QueueId.class, () -> new QueueId((Incarnation) of(Incarnation.class), random.nextLong(1L << 40), random.nextInt(1 << 20)));
        own.put(SessionId.class, () -> new SessionId((Incarnation) of(Incarnation.class), random.nextLong(1L << 40), random.nextInt(1 << 20)));
        own.put(Fingerprint.class, () -> {
            byte[] octets = new byte[32];
            random.nextBytes(octets);
            return Fingerprint.of(octets);
        });
        own.put(UidSet.class, () -> UidSet.of(random.longs(random.nextInt(20), 1, 0x1_0000_0000L).sorted()));
        own.put(AppPassword.class, () -> new AppPassword("app" + random.nextInt(1000), text(), Set.of(LoginScope.IMAP, LoginScope.SMTP),
                random.nextBoolean() ? Optional.of(instant()) : Optional.empty(), instant()));
        own.put(LoginRights.class, () -> {
            SortedMap<String, AppPassword> apps = new TreeMap<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                AppPassword app = (AppPassword) of(AppPassword.class);
                apps.put(app.name(), app);
            }
            return new LoginRights(Set.of(LoginScope.POP3), random.nextBoolean(), apps);
        });
        own.put(MailboxEvent.MessageAdded.class, () -> ((MailboxEvent.MessageAdded) record(MailboxEvent.MessageAdded.class)).withoutRow());
        own.put(Companion.MessageRow.class, () -> new Companion.MessageRow(1, ByteBuffer.allocate(0), ByteBuffer.allocate(0)));
    }

    /** In milliseconds, as events have it. */
    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    private String text() {
        return random.nextInt(4) == 0 ? "" : random.ints(random.nextInt(random.nextInt(20) == 0 ? 400 : 12), 1, 0xD7FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    private long number() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> 0;
            case 2 -> -random.nextInt(1000);
            default -> random.nextInt(random.nextBoolean() ? 100 : 1_000_000);
        };
    }

    Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> raw = (Class<?>) type;
        if (own.containsKey(raw)) {
            return own.get(raw).get();
        } else if (raw == String.class) {
            return text();
        } else if (raw == long.class || raw == Long.class) {
            return number();
        } else if (raw == int.class || raw == Integer.class) {
            return (int) number();
        } else if (raw == boolean.class || raw == Boolean.class) {
            return random.nextBoolean();
        } else if (raw == double.class) {
            return random.nextDouble();
        } else if (raw == Instant.class) {
            return instant();
        } else if (raw == Duration.class) {
            return random.nextInt(4) == 0 ? Duration.ofNanos(random.nextLong()) : Duration.ofSeconds(random.nextInt(86_400));
        } else if (raw == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty();
        } else if (raw == OptionalLong.class) {
            return random.nextBoolean() ? OptionalLong.of(number()) : OptionalLong.empty();
        } else if (raw == byte[].class) {
            byte[] octets = new byte[random.nextInt(10) == 0 ? random.nextInt(70_000) : random.nextInt(40)];
            random.nextBytes(octets);
            return octets;
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        } else if (raw.isSealed()) {
            Class<?>[] types = raw.getPermittedSubclasses();
            return of(types[random.nextInt(types.length)]);
        } else if (raw.isRecord()) {
            return record(raw);
        }
        throw new AssertionError("no idea how to make a " + type);
    }

    private Object generic(Class<?> raw, Type[] of) {
        if (raw == ActorRef.class) {
            return actor;
        } else if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.of(of(of[0])) : Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(of(of[0]));
        }
        if (raw == List.class) {
            return List.copyOf(values);
        } else if (raw == Set.class) {
            return new HashSet<>(values);
        } else if (raw == SortedSet.class) {
            return new TreeSet<>(values);
        }
        Map<Object, Object> map = raw == SortedMap.class || raw == NavigableMap.class ? new TreeMap<>() : new HashMap<>();
        values.forEach(key -> map.put(key, of(of[1])));
        return map;
    }

    /** Again and again, until the record takes what it is given. */
    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            for (int i = 0; i < TRIES; i++) {
                try {
                    return constructor.newInstance(Arrays.stream(components).map(each -> of(each.getGenericType())).toArray());
                } catch (InvocationTargetException e) {
                    if (!(e.getCause() instanceof IllegalArgumentException)) {
                        throw e;
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no " + type, e);
        }
        throw new AssertionError("no " + type + " in " + TRIES + " tries");
    }
}
