using MusicGen.Cli.Service;
using MusicGen.Client;
using MusicGen.Client.Sessions;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Cli.Sessions;

/// <summary>Has a session compose tunes one after the other and saves them.</summary>
/// <param name="call">The service and the screen.</param>
/// <param name="request">What to compose; its seed is the first tune's.</param>
/// <param name="audio">How to save the tunes as audio too; null: not at all.</param>
internal sealed class Composing(ServiceCall call, CreateTune request, AudioFormat? audio)
{
    /// <param name="model">The model's id.</param>
    /// <param name="count">How many tunes.</param>
    /// <param name="folder">Null: one named after the session. It is made when the service has accepted the first tune.</param>
    /// <exception cref="CommandException">The folder cannot be one, or a tune failed; those before it are saved.</exception>
    /// <exception cref="MusicGenException">The service refuses; where it has no audio, the first tune is saved without.</exception>
    public async Task<int> RunAsync(string model, int count, DirectoryInfo? folder)
    {
        // Found out before the work, not after it.
        if (folder is not null && File.Exists(folder.FullName)) throw new CommandException($"{folder} is a file: --out takes a folder.", ExitCodes.WrongCall);
        var session = await call.Client.Sessions.CreateAsync(new CreateSession(model), cancellationToken: call.Cancellation);
        folder ??= new DirectoryInfo(session.Id);
        call.WhenInterrupted = $"Stopped. The finished tunes of session {session.Id} are in {folder}.";

        var tunes = new List<SavedTune>();
        for (var index = 0; index < count; index++)
        {
            var tune = await ComposeAsync(session, request with { Seed = request.Seed + index }, isFirst: index == 0, folder);
            foreach (var variation in tune.Variations)
            {
                tunes.Add(await SaveAsync(tune, variation, folder));
                call.Screen.Say($"  {tunes[^1].Midi}: {variation.Notes:N0} notes, {variation.DurationSeconds:N0} s, seed {tune.Settings.Seed}");
                if (audio is { } format) tunes[^1] = await SaveAudioAsync(tunes[^1], format);
            }
        }
        call.Screen.Give(new ComposeResult(session, tunes), screen => screen.Say($"Beside each tune {(audio is { } format ? $"lie its audio (.{ContractJson.NameOf(format)}) and its note file" : "lies its note file")} (.notes)."));
        return ExitCodes.Done;
    }

    private async Task<TuneSummary> ComposeAsync(SessionSummary session, CreateTune one, bool isFirst, DirectoryInfo folder)
    {
        var tune = await AskAsync(session, one, isFirst);
        folder.Create(); // only now: a refusal leaves none behind
        if (isFirst) call.Screen.Say($"Session {session.Id} with model {session.Model} version {session.ModelVersion}");
        var progress = new TuneProgress(tune.Settings);
        await foreach (var happened in call.Client.Sessions.WatchAsync(session.Id, tune.Number, call.Cancellation))
        {
            progress.Take(happened);
            call.Screen.Show($"  tune {tune.Number}: {progress.Done:N0} of {progress.Total:N0} {progress.Unit}");
        }
        tune = await call.Client.Sessions.TuneAsync(session.Id, tune.Number, call.Cancellation);
        return tune.Phase == TunePhase.Succeeded
            ? tune
            : throw new CommandException($"Tune {tune.Number} could not be composed: {tune.Reason ?? $"it was {ContractJson.NameOf(tune.Phase)}."}", ExitCodes.Refused);
    }

    private async Task<TuneSummary> AskAsync(SessionSummary session, CreateTune one, bool isFirst)
    {
        try
        {
            return await call.Client.Sessions.ComposeAsync(session.Id, one, cancellationToken: call.Cancellation);
        }
        catch (MusicGenException) when (isFirst)
        {
            // Nobody will look for a session without tunes.
            await call.Client.Sessions.DeleteAsync(session.Id, call.Cancellation);
            throw;
        }
    }

    private async Task<SavedTune> SaveAsync(TuneSummary tune, TuneVariation variation, DirectoryInfo folder)
    {
        var name = tune.Variations.Count == 1 ? $"tune-{tune.Number}" : $"tune-{tune.Number}-{variation.Number}";
        var path = Path.Join(folder.ToString(), name);
        var saved = new SavedTune(tune, path + ".mid", path + ".notes", variation);
        var midi = await call.Client.Sessions.MidiAsync(tune.Session, tune.Number, variation.Number, call.Cancellation);
        var notes = await call.Client.Sessions.NoteFileAsync(tune.Session, tune.Number, variation.Number, call.Cancellation);
        await File.WriteAllBytesAsync(saved.Midi, midi, call.Cancellation);
        await File.WriteAllTextAsync(saved.Notes, notes, call.Cancellation);
        return saved;
    }

    private async Task<SavedTune> SaveAudioAsync(SavedTune saved, AudioFormat format)
    {
        var path = Path.ChangeExtension(saved.Midi, ContractJson.NameOf(format));
        call.Screen.Show($"  tune {saved.Tune.Number}: rendering {path}");
        try
        {
            await using var file = File.Create(path);
            await call.Client.Sessions.AudioAsync(saved.Tune.Session, saved.Tune.Number, saved.Variation.Number, format, file, call.Cancellation);
        }
        catch
        {
            File.Delete(path); // half of it would look like a tune
            throw;
        }
        return saved with { Audio = path };
    }
}
