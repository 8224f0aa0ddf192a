using System.CommandLine;
using MusicGen.Cli.Service;

namespace MusicGen.Cli.Training;

/// <summary>The <c>samples</c> command.</summary>
internal static class SamplesCommand
{
    public static Command Create()
    {
        var training = ServiceCommands.Id("TRAINING", "The training's id.");
        var output = new Option<DirectoryInfo?>("--out") { Description = "Save them as MIDI files in this folder, which is created where it is absent.", HelpName = "DIR" };
        return new Command("samples", "Lists the tunes that a training composed after its passes, or saves them: one hears it learn.") { training, output }.Calling(async (arguments, call) =>
        {
            var id = arguments.GetRequiredValue(training);
            var samples = (await call.Client.Trainings.SamplesAsync(id, call.Cancellation)).Items;
            if (arguments.GetValue(output) is { } folder)
            {
                folder.Create();
                foreach (var sample in samples)
                    await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{id}-{sample.Name}.mid"), await call.Client.Trainings.SampleMidiAsync(id, sample.Name, call.Cancellation), call.Cancellation);
            }
            call.Screen.Give(samples, screen =>
            {
                screen.Tabulate("No pass has ended yet, or none was to compose.", ["sample", "epoch", "step"], [.. samples.Select(sample => (string[])[sample.Name, $"{sample.Epoch}", $"{sample.Step:N0}"])]);
                if (arguments.GetValue(output) is { } saved && samples.Count > 0) screen.Say($"Saved in {saved.FullName}.");
            });
            return ExitCodes.Done;
        });
    }
}
