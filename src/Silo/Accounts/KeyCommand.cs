using System.CommandLine;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;

namespace MusicGen.Silo.Accounts;

/// <summary>The <c>key</c> command: makes an operator's key. It is kept nowhere.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var command = new Command("key", $"Makes an operator's key, and the hash of it for the setting {AccountsOptions.Section}:{nameof(AccountsOptions.OperatorKeyHashes)}. With the key one makes keys for owners.");
        command.SetAction(async (_, _) =>
        {
            var key = AccountKey.New(OwnerName.Operator);
            await Console.Out.WriteLineAsync($"key:  {key.Text}");
            await Console.Out.WriteLineAsync($"hash: {key.Hash}");
            await Console.Error.WriteLineAsync(
                $"The key is shown once: keep it where secrets are kept. Start the service with the hash, as {AccountsOptions.Section}__{nameof(AccountsOptions.OperatorKeyHashes)}__0 in its environment; "
                + "then MUSICGEN_KEY=… musicgen account keys create --owner NAME makes an owner's first key.");
            return 0;
        });
        return command;
    }
}
