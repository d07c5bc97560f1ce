package org.sterna.platform.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.Test;

class NodeManagementTest {
    @Test
    void aNodeIsReadyWithOpenPortsAValidLeaseAndAPlaceInItsCluster() {
        assertThat(NodeManagement.complaint(true, true, true, MemberStatus.up())).isEmpty();
    }

    @Test
    void otherwiseItSaysWhyNot() {
        assertThat(NodeManagement.complaint(false, false, true, MemberStatus.up())).contains("the ports are not open yet");
        assertThat(NodeManagement.complaint(true, false, true, MemberStatus.up())).contains("the node is stopping");
        assertThat(NodeManagement.complaint(true, true, false, MemberStatus.up())).hasValueSatisfying(why -> assertThat(why).contains("lease"));
        assertThat(NodeManagement.complaint(true, true, true, MemberStatus.weaklyUp())).contains("the node is not up in its cluster, but weaklyup");
        assertThat(NodeManagement.complaint(true, true, true, MemberStatus.leaving())).contains("the node is not up in its cluster, but leaving");
    }
}
