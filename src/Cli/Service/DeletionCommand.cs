using System.CommandLine;

namespace MusicGen.Cli.Service;

/// <summary>Commands that delete something for good: only when told twice.</summary>
internal static class DeletionCommand
{
    /// <param name="name">What is typed.</param>
    /// <param name="description">What it deletes and what stays.</param>
    /// <param name="id">What it deletes.</param>
    /// <param name="get">Reads that.</param>
    /// <param name="delete">Deletes it.</param>
    /// <param name="describe">Names it and what goes with it, as the beginning of a sentence.</param>
    public static Command Create<T>(
        string name, string description, Argument<string> id, Func<ServiceCall, string, Task<T>> get, Func<ServiceCall, string, Task> delete, Func<T, string> describe)
        where T : class
    {
        var yes = new Option<bool>("--yes") { Description = "Really delete it; without this the command only says what would go." };
        return new Command(name, description) { id, yes }.Calling(async (arguments, call) =>
        {
            var typed = arguments.GetRequiredValue(id);
            var deleted = await get(call, typed);
            if (!arguments.GetValue(yes)) throw new CommandException($"{describe(deleted)} would be gone for good: add --yes to delete it.", ExitCodes.WrongCall);
            await delete(call, typed);
            call.Screen.Give(deleted, screen => screen.Say($"{describe(deleted)} is deleted."));
            return ExitCodes.Done;
        });
    }
}
