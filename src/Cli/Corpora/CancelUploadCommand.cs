using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>cancel-upload</c> command.</summary>
internal static class CancelUploadCommand
{
    public static Command Create()
    {
        var corpus = ServiceCommands.Id("CORPUS", "The corpus's id.");
        var number = new Argument<int>("NUMBER") { Description = "The upload's number: 1 for the corpus's first one." };
        return new Command("cancel-upload", "Ends the reading of an upload; the files that were read stay.") { corpus, number }.Calling(async (arguments, call) =>
        {
            var upload = await call.Client.Corpora.CancelUploadAsync(arguments.GetRequiredValue(corpus), arguments.GetRequiredValue(number), call.Cancellation);
            // What is being read just now is still read to its end.
            await foreach (var progress in call.Client.Corpora.WatchAsync(upload.Corpus, upload.Number, call.Cancellation)) upload = progress;
            call.Screen.Give(upload, screen => screen.Say(
                $"Upload {upload.Number} of corpus {upload.Corpus} is {ContractJson.NameOf(upload.Phase)}: {upload.Done:N0} of {upload.Files:N0} files were read."));
            return ExitCodes.Done;
        });
    }
}
