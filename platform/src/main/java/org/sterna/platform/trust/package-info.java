/**
 * What is found out about who sent a message, while it is received: SPF from MAIL on, what looks at the content while that arrives, and at the end
 * the policy of its author's domain. The rules are in {@code protocols}; here they are asked, bounded in time, and put together.
 */
package org.sterna.platform.trust;
