using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;

namespace MusicGen.Cli.Accounts;

/// <summary>The <c>account keys</c> commands.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Makes, lists and revokes API keys.") { CreateCreate(), CreateList(), CreateRevoke() };

    private static Command CreateCreate()
    {
        var owner = Owner();
        var name = new Option<string?>("--name") { Description = "A name for people. Default: the key's id" };
        var days = ServiceCommands.Whole<int>("--days", "After how many days it expires. Default: 365");
        var scopes = new Option<string[]>("--scopes")
        {
            Description = "What may be done with it: read, write, account, operator, with commas between. Default: read,write",
            HelpName = "SCOPES",
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        };
        scopes.Validators.Add(result =>
        {
            foreach (var unknown in result.Tokens.SelectMany(token => token.Value.Split(',')).Where(scope => Find(scope.Trim()) is null)) result.AddError($"'{unknown}' is no scope: they are read, write, account and operator.");
        });
        var command = new Command("create", "Makes an API key and prints it, once and never again.") { owner, name, scopes, days };
        return command.Calling(async (arguments, call) =>
        {
            var asked = arguments.GetValue(scopes);
            var request = new CreateKey(arguments.GetValue(name), asked is { Length: > 0 } ? [.. asked.Select(Find).OfType<KeyScope>()] : null, arguments.GetValue(days));
            var created = await call.Client.Accounts.CreateKeyAsync(request, arguments.GetValue(owner), call.Cancellation);
            call.Screen.Give(created, screen =>
            {
                screen.Say(created.Key);
                screen.Complain($"This is key {created.Summary.Id} ({Names(created.Summary)}), good until {created.Summary.ExpiresAt:u}. It is shown once: keep it where secrets are kept, and set it as {ServiceOptions.KeyVariable}.");
            });
            return ExitCodes.Done;
        });
    }

    private static Command CreateList()
    {
        var owner = Owner();
        return new Command("list", "Lists API keys, without their secrets.") { owner }.Calling(async (arguments, call) =>
        {
            var keys = await call.Client.Accounts.ListKeysAsync(arguments.GetValue(owner), call.Cancellation);
            call.Screen.Give(keys, screen => screen.Tabulate(
                "There is no API key.",
                ["key", "name", "scopes", "made", "expires", "last used"],
                [.. keys.Select(key => (string[])[key.Id, key.Name, Names(key), $"{key.CreatedAt:u}", $"{key.ExpiresAt:u}", key.LastUsedAt is { } used ? $"{used:u}" : "never"])]));
            return ExitCodes.Done;
        });
    }

    private static Command CreateRevoke()
    {
        var owner = Owner();
        var key = ServiceCommands.Id("KEY-ID", "The key's id, as the list shows it.");
        return new Command("revoke", "Makes an API key useless for good.") { key, owner }.Calling(async (arguments, call) =>
        {
            var id = arguments.GetRequiredValue(key);
            await call.Client.Accounts.RevokeKeyAsync(id, arguments.GetValue(owner), call.Cancellation);
            call.Screen.Give(new { Revoked = id }, screen => screen.Say($"Key {id} is revoked; where it has just been used, it may be good for some seconds more."));
            return ExitCodes.Done;
        });
    }

    private static Option<string?> Owner() => ServiceCommands.IdOption("--owner", "Whose keys, for operators. Default: yours");

    private static KeyScope? Find(string scope) => Enum.GetValues<KeyScope>().Where(known => ContractJson.NameOf(known) == scope).Select(known => (KeyScope?)known).FirstOrDefault();

    private static string Names(KeySummary key) => string.Join(", ", key.Scopes.Select(scope => ContractJson.NameOf(scope)));
}
