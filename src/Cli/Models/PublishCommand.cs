using System.CommandLine;
using MusicGen.Cli.Service;
using MusicGen.Contracts.Models;

namespace MusicGen.Cli.Models;

/// <summary>The <c>publish</c> command.</summary>
internal static class PublishCommand
{
    public static Command Create()
    {
        var training = ServiceCommands.Id("TRAINING", "The training's id.");
        var name = new Option<string?>("--name")
        {
            Description = "The model's id: lower-case letters, digits and hyphens. An id that you have gets a new version. Default: the training's id",
        };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "The checkpoint's name. Default: the one with the lowest held-out loss" };
        var command = new Command("publish", "Makes a training's checkpoint a model that composes.") { training, name, checkpoint };
        return command.Calling(async (arguments, call) =>
        {
            var request = new PublishModel(arguments.GetRequiredValue(training), arguments.GetValue(name), arguments.GetValue(checkpoint));
            var model = await call.Client.Models.PublishAsync(request, call.Cancellation);
            call.Screen.Give(model, screen =>
            {
                var version = model.Current;
                screen.Say($"Model {model.Id} version {version.Number} is checkpoint {version.Checkpoint} of training {version.Training}.");
                screen.Say($"Compose with it: {call.Next($"compose {model.Id}")}");
            });
            return ExitCodes.Done;
        });
    }
}
