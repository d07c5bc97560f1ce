package org.sterna.persistence.wire.pekko;

import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.sterna.persistence.wire.WireMessages;
import org.sterna.persistence.wire.WireWriter;

/** Carries {@link EntityMessages} between nodes, by their written names. Made by Pekko, once for each system; the codecs when the first message comes or goes. */
public final class MessageSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private final ExtendedActorSystem system;
    private volatile WireMessages messages;

    public MessageSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    private WireMessages messages() {
        WireMessages made = messages;
        if (made == null) {
            synchronized (this) {
                made = messages;
                if (made == null) {
                    made = EntityMessages.of(ActorRefResolver.get(Adapter.toTyped(system)));
                    messages = made;
                }
            }
        }
        return made;
    }

    /** Below 40 are Pekko's. */
    @Override
    public int identifier() {
        return 7501;
    }

    @Override
    public String manifest(Object message) {
        return messages().name(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        WireWriter out = WireWriter.growing();
        messages().write(out, message);
        return out.toOctets();
    }

    @Override
    public void toBinary(Object message, ByteBuffer octets) {
        messages().write(WireWriter.into(octets), message);
    }

    @Override
    public Object fromBinary(byte[] octets, String manifest) {
        return messages().read(manifest, ByteBuffer.wrap(octets));
    }

    @Override
    public Object fromBinary(ByteBuffer octets, String manifest) {
        return messages().read(manifest, octets);
    }
}
