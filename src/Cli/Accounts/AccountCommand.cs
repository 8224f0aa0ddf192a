using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;

namespace MusicGen.Cli.Accounts;

/// <summary>The <c>account</c> command.</summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var command = new Command("account", "Shows who you are for the service, what you may do and how much you store.") { KeysCommand.Create() };
        return command.Calling(async (_, call) =>
        {
            var account = await call.Client.Accounts.GetAsync(call.Cancellation);
            call.Screen.Give(account, screen =>
            {
                screen.Say($"You are {account.Owner}; you may: {string.Join(", ", account.Scopes.Select(scope => ContractJson.NameOf(scope)))}.");
                if (account.Storage is { } storage) screen.Say($"Your files fill {storage.StoredBytes >> 20:N0} of {storage.AllowedBytes >> 20:N0} MB.");
            });
            return ExitCodes.Done;
        });
    }
}
