using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Models;

/// <summary>The <c>delete-model</c> command.</summary>
internal static class DeleteModelCommand
{
    public static Command Create() => DeletionCommand.Create(
        "delete-model", "Deletes a model with its versions for good; tunes that it composed stay.",
        ServiceCommands.Id("MODEL", "The model's id."),
        (call, id) => call.Client.Models.GetAsync(id, call.Cancellation),
        (call, id) => call.Client.Models.DeleteAsync(id, call.Cancellation),
        model => $"Model {model.Id} with all its versions");
}
