/**
 * Mail coming in by SMTP: RFC 5598's MSA on the submission ports and MTA on port 25. The conversation is the pure machine's
 * ({@link org.sterna.protocols.smtp.SmtpSession}); here are its connection, its content and its answers.
 */
package org.sterna.platform.reception;
