package org.sterna.platform.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.sterna.platform.admin.AdminResult;
import org.sterna.platform.inspection.AccountInspection;
import org.sterna.platform.inspection.AccountInspection.Result;
import org.sterna.platform.inspection.Finding;

/** Whether everything that is stored of an account agrees. */
final class CheckAdmin {
    private final AccountInspection inspection;
    private final UnaryOperator<String> key;

    /** @param key the name under which an address is stored */
    CheckAdmin(AccountInspection inspection, UnaryOperator<String> key) {
        this.inspection = inspection;
        this.key = key;
    }

    /** Status 1 if something is wrong, and stays so. */
    CompletionStage<AdminResult> handle(List<String> command) {
        Words words = Words.of(command);
        String address = key.apply(words.plain().get(1));
        return inspection.inspect(address, words.has("--repair")).thenApply(found -> found.map(result -> words.has("--json") ? json(address, result)
                : text(address, result)).orElseGet(() -> AdminResult.refused("there is no account " + address + "; ./sterna account list shows them")));
    }

    private static int status(Result result) {
        return result.findings().stream().allMatch(Finding::mended) ? 0 : 1;
    }

    private static AdminResult text(String address, Result result) {
        StringBuilder out = new StringBuilder(address + ": " + result.mailboxes() + " mailboxes, " + result.messages() + " messages; "
                + (result.findings().isEmpty() ? "nothing is wrong" : result.findings().size() + " things were wrong"));
        for (Finding finding : result.findings()) {
            out.append("\n").append(Printable.text(finding.where().isEmpty() ? "" : finding.where() + ": ")).append(Printable.text(finding.what()))
                    .append(finding.mended() ? "; mended" : "; " + finding.advice());
        }
        return new AdminResult(status(result), out.toString(), "");
    }

    private static AdminResult json(String address, Result result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("account", address);
        fields.put("mailboxes", result.mailboxes());
        fields.put("messages", result.messages());
        fields.put("findings", result.findings().stream().map(finding -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("mailbox", finding.where());
            each.put("what", finding.what());
            each.put("advice", finding.advice());
            each.put("mended", finding.mended());
            return each;
        }).toList());
        return new AdminResult(status(result), Json.write(fields), "");
    }
}
