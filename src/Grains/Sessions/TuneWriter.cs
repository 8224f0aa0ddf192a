using System.Reflection;
using System.Text;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Storage;

namespace MusicGen.Grains.Sessions;

/// <summary>Writes what a tune leaves in the store, and takes it away again.</summary>
internal sealed class TuneWriter(IBlobStore blobs, CpuPool cpu)
{
    /// <summary>The version of the software.</summary>
    public static string Build { get; } = typeof(TuneWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Keeps the settings of a tune with a primer: the session's state is written often and has no room for thousands of words a tune.</summary>
    /// <returns>The settings as the state has them.</returns>
    public async Task<TuneSettings> KeepRequestAsync(OwnedKey session, int number, TuneSettings settings)
    {
        if (settings.Primer.Count == 0) return settings;
        await blobs.PutAsync(TuneBlobs.Request(session, number), JsonSerializer.SerializeToUtf8Bytes(settings, ContractJson.Options));
        return settings with { Primer = [] };
    }

    /// <summary>The settings of an unfinished tune, with its primer.</summary>
    /// <exception cref="TuneRefusedException">They are not in the store, or damaged.</exception>
    public async Task<TuneSettings> ReadRequestAsync(OwnedKey session, TuneSummary tune)
    {
        if (tune.Settings.Primer.Count == tune.PrimerWords) return tune.Settings; // none, or still in the state, where version 1 had it
        try
        {
            if (await blobs.GetAsync(TuneBlobs.Request(session, tune.Number)) is { } request
                && JsonSerializer.Deserialize<TuneSettings>(request.Content.Span, ContractJson.Options) is { } settings
                && settings.Primer.Count == tune.PrimerWords) return settings;
        }
        catch (JsonException)
        {
            // As if it were gone.
        }
        throw new TuneRefusedException("The tune's primer is not in the store any more: ask for the tune again.");
    }

    /// <summary>Writes MIDI file, note file and record of each variation. Repeating is safe.</summary>
    /// <param name="model">The model that composed.</param>
    /// <param name="session">The session's key.</param>
    /// <param name="tune">The tune so far.</param>
    /// <param name="settings">With the primer.</param>
    /// <param name="words">The composed words of each variation.</param>
    /// <returns>The finished tune.</returns>
    public async Task<TuneSummary> WriteAsync(LoadedModel model, OwnedKey session, TuneSummary tune, TuneSettings settings, IReadOnlyList<IReadOnlyList<string>> words)
    {
        var variations = new List<TuneVariation>();
        foreach (var variation in tune.Variations) variations.Add(await WriteAsync(model, session, tune, settings, variation, words[variation.Number - 1]));
        return tune with
        {
            Phase = TunePhase.Succeeded,
            Variations = variations,
            WordsDone = variations.Sum(variation => variation.WordsDone),
            Notes = variations.Sum(variation => variation.Notes),
            DurationSeconds = variations.Sum(variation => variation.DurationSeconds),
        };
    }

    /// <summary>Takes away everything that a tune has in the store. Repeating is safe.</summary>
    public Task DeleteAsync(OwnedKey session, int number) => DeleteFolderAsync(TuneBlobs.Folder(session, number));

    /// <summary>Takes away everything that a session's tunes have in the store. Repeating is safe.</summary>
    public Task DeleteAsync(OwnedKey session) => DeleteFolderAsync(TuneBlobs.Folder(session));

    /// <summary>Takes away what only an unfinished tune needs. Repeating is safe.</summary>
    public async Task DeleteRequestAsync(OwnedKey session, int number)
    {
        await blobs.DeleteAsync(TuneBlobs.Request(session, number));
        await blobs.DeleteAsync(TuneBlobs.Progress(session, number));
    }

    private async Task<TuneVariation> WriteAsync(
        LoadedModel model, OwnedKey session, TuneSummary tune, TuneSettings settings, TuneVariation variation, IReadOnlyList<string> words)
    {
        IReadOnlyList<string> all = [.. settings.Prefix, .. words];
        var (score, midi, noteFile) = await cpu.RunAsync(_ =>
        {
            var decoded = model.Tokenizer.Decode(all, settings.TempoQpm);
            return (decoded, MidiWriter.Write(decoded), Encoding.UTF8.GetBytes(NoteFile.Write(decoded)));
        });
        var record = new TuneRecord(TuneRecord.CurrentFormat, tune.ModelHash, settings, Build, all, variation.Number);
        await blobs.PutAsync(TuneBlobs.Midi(session, tune.Number, variation.Number), midi);
        await blobs.PutAsync(TuneBlobs.NoteFile(session, tune.Number, variation.Number), noteFile);
        await blobs.PutAsync(TuneBlobs.Record(session, tune.Number, variation.Number), JsonSerializer.SerializeToUtf8Bytes(record, ContractJson.Options));
        return variation with { WordsDone = words.Count, Notes = score.NoteCount, DurationSeconds = score.Duration.TotalSeconds };
    }

    private async Task DeleteFolderAsync(string folder)
    {
        // Audio may have come meanwhile, rendered from a file that was still there.
        while (await blobs.DeleteAllAsync(folder))
        {
        }
    }
}
