using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>delete</c> command.</summary>
internal static class DeleteCommand
{
    public static Command Create()
    {
        var corpus = ServiceCommands.Id("CORPUS", "The corpus's id.");
        var yes = new Option<bool>("--yes") { Description = "Really delete it; without this the command only says what would go." };
        return new Command("delete", "Deletes a corpus for good, with its files and their reports; trainings and models made from it stay.") { corpus, yes }.Calling(async (arguments, call) =>
        {
            var deleted = await call.Client.Corpora.GetAsync(arguments.GetRequiredValue(corpus), call.Cancellation);
            if (!arguments.GetValue(yes))
                throw new CommandException($"Corpus {deleted.Id} with {deleted.Files:N0} files would be gone for good: add --yes to delete it.", ExitCodes.WrongCall);
            await call.Client.Corpora.DeleteAsync(deleted.Id, call.Cancellation);
            call.Screen.Give(deleted, screen => screen.Say($"Corpus {deleted.Id} with {deleted.Files:N0} files is deleted."));
            return ExitCodes.Done;
        });
    }
}
