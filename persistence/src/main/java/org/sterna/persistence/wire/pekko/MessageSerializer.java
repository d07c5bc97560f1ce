package org.sterna.persistence.wire.pekko;

import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.sterna.persistence.wire.WireMessages;
import org.sterna.persistence.wire.WireWriter;

/**
 * Carries {@link EntityMessages} between nodes, by their written names, and counts them. Made by Pekko, once for each system; the codecs when the first message
 * comes or goes.
 */
public final class MessageSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private final ExtendedActorSystem system;
    private volatile Parts parts;

    private record Parts(WireMessages messages, MessageCounts counts) { }

    public MessageSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    private Parts parts() {
        Parts made = parts;
        if (made == null) {
            synchronized (this) {
                made = parts;
                if (made == null) {
                    ActorSystem<Void> typed = Adapter.toTyped(system);
                    made = new Parts(EntityMessages.of(ActorRefResolver.get(typed)), MessageCounts.of(typed));
                    parts = made;
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
        return parts().messages().name(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        WireWriter out = WireWriter.growing();
        write(out, message);
        return out.toOctets();
    }

    @Override
    public void toBinary(Object message, ByteBuffer octets) {
        write(WireWriter.into(octets), message);
    }

    private void write(WireWriter out, Object message) {
        Parts made = parts();
        made.messages().write(out, message);
        made.counts().sentOne();
    }

    @Override
    public Object fromBinary(byte[] octets, String manifest) {
        return fromBinary(ByteBuffer.wrap(octets), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer octets, String manifest) {
        Parts made = parts();
        Object message = made.messages().read(manifest, octets);
        made.counts().receivedOne();
        return message;
    }
}
