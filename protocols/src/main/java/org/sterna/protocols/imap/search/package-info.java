/**
 * Searching, sorting and threading messages: the rules behind SEARCH, ESEARCH, SORT and THREAD.
 *
 * <p>Covers the keys of RFC 9051 section 6.4.4 and RFC 3501 section 6.4.4 with those of RFC 5032 (WITHIN), RFC 7162 (MODSEQ),
 * RFC 8474 (EMAILID, THREADID), RFC 8514 (SAVEDATE) and RFC 5182 ({@code $}); the return options of RFC 4731, RFC 5267 and
 * RFC 9394; sorting by RFC 5256 and RFC 5957; threading by RFC 5256. Texts compare by i;unicode-casemap (RFC 5255
 * section 4.2, I18NLEVEL=1).
 *
 * <p>A search is asked message by message with what is at hand, see {@link org.sterna.protocols.imap.search.SearchProgram};
 * where the candidates come from is the caller's affair. Tables for sorting and threading are packed: a mailbox of a million
 * messages is sorted in memory.
 *
 * <p>Left out: FUZZY (RFC 6203), FILTERS (RFC 5466), ANNOTATE (RFC 5257), CONTEXT=SORT.
 */
package org.sterna.protocols.imap.search;
