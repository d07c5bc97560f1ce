package org.sterna.protocols.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sterna.protocols.crypto.bouncycastle.Argon2Password;

class PasswordHashTest {
    @ParameterizedTest                                           // made with crypt(3), OpenSSL and hashlib
    @ValueSource(strings = {
        "$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG.",
        "{SHA512-CRYPT}$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG.",
        "{CRYPT}$6$abcdefgh$ltjgWl6579NluT/Vi1nwEvcil.G5Nbc4NiXZaNGStk8PSwGfQv72N2CKPPrVACtLtip/cZ/1GM/O6IND4WQhG.",
        "$2b$04$kf1ORLFC/.XhtDCrEtjTx.mNu1eSHnV5ZM0DLpLkBZCYEd8uON0Jm",
        "$2y$04$kf1ORLFC/.XhtDCrEtjTx.mNu1eSHnV5ZM0DLpLkBZCYEd8uON0Jm",
        "{BLF-CRYPT}$2b$04$kf1ORLFC/.XhtDCrEtjTx.mNu1eSHnV5ZM0DLpLkBZCYEd8uON0Jm",
        "pbkdf2_sha256$1000$salt1234$2tjePw+gSKhtB2TFS6VlSFYq2tEh1WFJW6S9ujWrfbM=",
        "$pbkdf2-sha256$1000$c2FsdDEyMzQ$2tjePw.gSKhtB2TFS6VlSFYq2tEh1WFJW6S9ujWrfbM",
        "{PBKDF2}$1$salt1234$1000$999678415f55b3aef1065f0c6c353f61a69cc9b8",
        "{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0", "{ssha}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0",
        "{SSHA512}E491yrR9AdCoE7rbOPYS3EZgSuZpVE65AD9xko08s6floNesY/Zpe9zMVvLix4S2FiQSJ99RIkNvhHomNO9uL3NhbHQ="})
    void formsOfOtherProgramsAreChecked(String stored) {
        PasswordHash hash = PasswordHash.parse(stored).orElseThrow();
        assertThat(hash.verify("secret")).isTrue();
        assertThat(hash.verify("Secret")).isFalse();
        assertThat(hash.verify("")).isFalse();
        assertThat(hash.toString()).doesNotContain("salt1234").doesNotContain("ltjgWl");
    }

    @Test
    void sha512CryptAsItsAuthorTellsIt() {                       // the examples of "Unix crypt using SHA-256 and SHA-512"
        assertThat(PasswordHash.parse("$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68OTLiBFdcbYEdFCoEOfaS35inz1")).isEmpty();
        verifies("$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1", "Hello world!");
        verifies("$6$rounds=5000$toolongsaltstrin$lQ8jolhgVRVhY4b5pZKaysCLi0QBxGoNeKQzQ3glMhwllF7oGDZxUhx1yxdYcz/e1JSbq3y6JMxxl8audkUEm0",
                "This is just a test");
    }

    @Test
    void asManyRoundsAsAreAllowedAreTaken() {
        assertThat(PasswordHash.parse("$6$rounds=200000$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"))
                .isPresent();
    }

    @Test
    void argon2idIsOneOfThem() {
        String phc = Argon2Password.hash("secret", new byte[16], new Argon2Password.Cost(64, 1, 1)).phc();
        verifies(phc, "secret");
        verifies("{ARGON2ID}" + phc, "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "{PLAIN}secret", "$1$abcdefgh$irWbblnpmw.5z7wgBnprh0", "$2b$31$kf1ORLFC/.XhtDCrEtjTx.mNu1eSHnV5ZM0DLpLkBZCYEd8uON0Jm",
        "$6$rounds=200001$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        "$6$rounds=9999999$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        "pbkdf2_sha256$9999999$salt1234$2tjePw+gSKhtB2TFS6VlSFYq2tEh1WFJW6S9ujWrfbM=", "{SSHA}c2VjcmV0", "{SSHA}", "$argon2id$", "{"})
    void othersAreNot(String stored) {
        assertThat(PasswordHash.parse(stored)).isEmpty();
    }

    private static void verifies(String stored, String password) {
        PasswordHash hash = PasswordHash.parse(stored).orElseThrow();
        assertThat(hash.verify(password)).isTrue();
        assertThat(hash.verify(password + "x")).isFalse();
    }
}
