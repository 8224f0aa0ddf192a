using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Corpora;

/// <summary>The <c>delete</c> command.</summary>
internal static class DeleteCommand
{
    public static Command Create() => DeletionCommand.Create(
        "delete", "Deletes a corpus for good, with its files and their reports; trainings and models made from it stay.",
        ServiceCommands.Id("CORPUS", "The corpus's id."),
        (call, id) => call.Client.Corpora.GetAsync(id, call.Cancellation),
        (call, id) => call.Client.Corpora.DeleteAsync(id, call.Cancellation),
        corpus => $"Corpus {corpus.Id} with {corpus.Files:N0} files");
}
