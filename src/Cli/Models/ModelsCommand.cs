using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Models;

/// <summary>The <c>models</c> command.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new Command("models", "Lists your models, each with its current version.").Calling(async (_, call) =>
    {
        var models = await AllPages.ReadAsync(cursor => call.Client.Models.ListAsync(cursor, cancellationToken: call.Cancellation));
        models.Give(
            call.Screen,
            $"There is no model yet: make one with '{call.Next("publish TRAINING")}'.",
            ["model", "version", "training", "checkpoint", "preset", "tokens", "words", "published"],
            model =>
            [
                model.Id, $"{model.Current.Number}", model.Current.Training, model.Current.Checkpoint, model.Current.Card.Options.Preset, model.Current.Card.Tokenizer,
                $"{model.Current.Card.Shape.VocabularySize:N0}", $"{model.Current.PublishedAt:u}",
            ]);
        return ExitCodes.Done;
    });
}
