"""Drives a Thunderbird without a display: thunderbird.py PROFILE MARIONETTE-PORT IMAPS-PORT USER PASSWORD.

It speaks Marionette, the remote control that Thunderbird has from Firefox, and runs what its menus run. Prints a line for each step.
"""
import json
import os
import socket
import subprocess
import sys
import time

PROFILE, MARIONETTE, IMAPS, USER, PASSWORD = sys.argv[1:6]
PATIENCE = 120

os.makedirs(PROFILE, exist_ok=True)
PREFERENCES = {
    'marionette.port': int(MARIONETTE),
    'mail.accountmanager.accounts': 'account1',
    'mail.accountmanager.defaultaccount': 'account1',
    'mail.account.account1.identities': 'id1',
    'mail.account.account1.server': 'server1',
    'mail.account.lastKey': 1,
    'mail.identity.id1.fullName': 'Jones',
    'mail.identity.id1.useremail': USER,
    'mail.identity.id1.valid': True,
    'mail.server.server1.type': 'imap',
    'mail.server.server1.hostname': '127.0.0.1',
    'mail.server.server1.port': int(IMAPS),
    'mail.server.server1.socketType': 3,
    'mail.server.server1.authMethod': 3,
    'mail.server.server1.userName': USER,
    'mail.server.server1.name': USER,
    'mail.server.server1.login_at_startup': False,
    'mail.server.server1.offline_download': True,
    'mail.provider.suppress_dialog_on_startup': True,
    'mail.shell.checkDefaultClient': False,
    'mail.winsearch.firstRunDone': True,
    'mailnews.start_page.enabled': False,
    'mail.rights.version': 1,
    'datareporting.policy.dataSubmissionEnabled': False,
    'datareporting.policy.dataSubmissionPolicyBypassNotification': True,
    'app.donation.eoy.version.viewed': 9999,
    'network.captive-portal-service.enabled': False,
    'network.connectivity-service.enabled': False,
    'mail.biff.play_sound': False,
}
with open(os.path.join(PROFILE, 'user.js'), 'w') as preferences:
    for name, value in PREFERENCES.items():
        preferences.write('user_pref(%s, %s);\n' % (json.dumps(name), json.dumps(value)))

thunderbird = subprocess.Popen(['thunderbird', '--headless', '--marionette', '--remote-allow-system-access', '--no-remote', '--profile', PROFILE],
                               stdin=subprocess.DEVNULL, stdout=open(os.path.join(PROFILE, 'thunderbird.log'), 'w'), stderr=subprocess.STDOUT)


class Marionette:
    def __init__(self):
        end = time.time() + PATIENCE
        while True:
            try:
                self.socket = socket.create_connection(('127.0.0.1', int(MARIONETTE)))
                break
            except OSError:
                if time.time() > end or thunderbird.poll() is not None:
                    raise
                time.sleep(0.2)
        self.socket.settimeout(PATIENCE)
        self.count = 0
        self.receive()

    def receive(self):
        size = b''
        while not size.endswith(b':'):
            octet = self.socket.recv(1)
            if not octet:
                raise EOFError('Thunderbird ended')
            size += octet
        data = b''
        while len(data) < int(size[:-1]):
            data += self.socket.recv(int(size[:-1]) - len(data))
        return json.loads(data)

    def ask(self, command, parameters):
        self.count += 1
        message = json.dumps([0, self.count, command, parameters]).encode()
        self.socket.sendall(b'%d:%s' % (len(message), message))
        _, _, error, result = self.receive()
        if error:
            raise RuntimeError('%s: %s' % (command, error))
        return result

    def run(self, script, *arguments):
        """The script is the inside of an async function; it returns what it returns."""
        return self.ask('WebDriver:ExecuteAsyncScript', {
            'script': 'const done = arguments[arguments.length - 1];\n(async () => {%s\n%s})().then(done, e => done("failed: " + e + " " + e.stack));'
                      % (PRELUDE, script), 'args': list(arguments), 'scriptTimeout': PATIENCE * 1000, 'newSandbox': True})['value']


PRELUDE = '''
const args = arguments_;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const server = MailServices.accounts.accounts[0].incomingServer;
const root = server.rootFolder;
const named = name => root.subFolders.find(each => each.name.toLowerCase() == name.toLowerCase());
const pause = milliseconds => new Promise(resolve => ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs").setTimeout(resolve, milliseconds));
const until = async (what, condition) => {
    for (let round = 0; round < 600; round++) {
        if (condition()) return;
        await pause(100);
    }
    throw new Error("still not: " + what);
};
const found = async name => {
    await until(name + " is known", () => named(name));
    return named(name);
};
const subjects = folder => [...folder.messages].map(each => each.mime2DecodedSubject).sort();
// Thunderbird does not always say that it has done this; what is waited for behind it is what matters.
const refreshed = folder => Promise.race([pause(5000), new Promise(resolve => folder.QueryInterface(Ci.nsIMsgImapMailFolder)
    .updateFolderWithListener(null, { OnStartRunningUrl() {}, OnStopRunningUrl: resolve }))]);
'''.replace('arguments_', '[...arguments]')
# Inside of the arrow function, "arguments" are those of the script around it.

try:
    marionette = Marionette()
    marionette.ask('WebDriver:NewSession', {'capabilities': {'alwaysMatch': {'acceptInsecureCerts': True}}})
    marionette.ask('Marionette:SetContext', {'value': 'chrome'})
    marionette.ask('WebDriver:SetTimeouts', {'script': PATIENCE * 1000})

    def step(name, script, *arguments):
        result = marionette.run(script, *arguments)
        print('%s: %s' % (name, json.dumps(result)), flush=True)
        if isinstance(result, str) and result.startswith('failed'):
            sys.exit(1)

    step('password', '''
        Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService)
            .setDisableAllSecurityChecksAndLetAttackersInterceptMyData(true);
        const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
        login.init("imap://127.0.0.1", null, "imap://127.0.0.1", args[0], args[1], "", "");
        await Services.logins.addLoginAsync(login);
        return true;''', USER, PASSWORD)
    step('inbox', '''
        server.performExpand(null);
        const inbox = await found("INBOX");
        await refreshed(inbox);
        await until("all are there", () => inbox.getTotalMessages(false) >= 20);
        return subjects(inbox).length;''')
    step('bodies', '''
        const inbox = await found("INBOX");
        const read = message => new Promise(resolve => {
            let text = "";
            const uri = inbox.getUriForMsg(message);
            MailServices.messageServiceFromURI(uri).streamMessage(uri, {
                QueryInterface: ChromeUtils.generateQI(["nsIStreamListener"]), onStartRequest() {},
                onDataAvailable(request, stream, offset, count) {
                    const input = Cc["@mozilla.org/scriptableinputstream;1"].createInstance(Ci.nsIScriptableInputStream);
                    input.init(stream);
                    text += input.readBytes(count);
                },
                onStopRequest() { resolve(text); } }, null, null, false, "");
        });
        let whole = 0;
        for (const message of inbox.messages) {
            if ((await read(message)).includes("Subject: " + message.subject)) whole++;
        }
        return whole;''')
    step('flags', '''
        const inbox = await found("INBOX");
        inbox.markMessagesFlagged([...inbox.messages].filter(each => each.messageKey <= 3), true);
        inbox.markMessagesRead([...inbox.messages].filter(each => each.messageKey > 17), true);
        await refreshed(inbox);
        return true;''')
    step('folder', '''
        root.createSubfolder("Filed", null);
        await until("Filed is there", () => named("Filed"));
        return true;''')
    step('move', '''
        const inbox = await found("INBOX");
        const some = [...inbox.messages].filter(each => each.messageKey > 4 && each.messageKey <= 8);
        MailServices.copy.copyMessages(inbox, some, named("Filed"), true, null, null, false);
        await until("they have gone", () => [...inbox.messages].every(each => each.messageKey <= 4 || each.messageKey > 8));
        await refreshed(named("Filed"));
        await until("they are filed", () => named("Filed").getTotalMessages(false) == 4);
        return subjects(named("Filed"));''')
    step('delete', '''
        const inbox = await found("INBOX");
        const some = [...inbox.messages].filter(each => each.messageKey == 10);
        inbox.deleteMessages(some, null, true, false, null, false);
        await until("it has gone", () => [...inbox.messages].every(each => each.messageKey != 10 || each.flags & Ci.nsMsgMessageFlags.IMAPDeleted));
        await pause(1000);
        inbox.compact(null, null);
        await refreshed(inbox);
        return [...inbox.messages].length;''')
    step('search', '''
        const session = Cc["@mozilla.org/messenger/searchSession;1"].createInstance(Ci.nsIMsgSearchSession);
        session.addScopeTerm(Ci.nsMsgSearchScope.onlineMail, named("INBOX"));
        const term = session.createTerm();
        term.attrib = Ci.nsMsgSearchAttrib.Subject;
        const value = term.value;
        value.attrib = Ci.nsMsgSearchAttrib.Subject;
        value.str = "number 1";
        term.value = value;
        term.op = Ci.nsMsgSearchOp.Contains;
        session.appendTerm(term);
        const hits = [];
        await new Promise(resolve => {
            session.registerListener({ onNewSearch() {}, onSearchHit(message) { hits.push(message.messageKey); }, onSearchDone: resolve });
            session.search(null);
        });
        return hits.length;''')
    try:
        marionette.ask('Marionette:Quit', {'flags': ['eForceQuit']})
    except (OSError, EOFError):
        pass
    thunderbird.wait(30)
    print('all is well', flush=True)
finally:
    if thunderbird.poll() is None:
        thunderbird.kill()
        thunderbird.wait()
