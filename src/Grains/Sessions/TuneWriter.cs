using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Models;
using MusicGen.Inference.Composing;
using MusicGen.Inference.Sampling;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Storage;

namespace MusicGen.Grains.Sessions;

/// <summary>Composes a tune's words on a core of this silo, and writes the finished tune.</summary>
internal sealed class TuneWriter(IBlobStore blobs, CpuPool cpu)
{
    private const int WordsAtOnce = 16;

    /// <summary>A reader that is this many batches behind makes the composer wait.</summary>
    private const int BatchesAhead = 64;

    private static readonly string Build = typeof(TuneWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The composed words, a few at a time; the same for the same model and settings.</summary>
    /// <exception cref="TuneRefusedException">The model cannot do what the settings say.</exception>
    public async IAsyncEnumerable<IReadOnlyList<string>> ComposeAsync(LoadedModel model, TuneSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batches = Channel.CreateBounded<IReadOnlyList<string>>(BatchesAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var composing = cpu.RunAsync(
            token =>
            {
                try
                {
                    foreach (var batch in Compose(model, settings, token).Chunk(WordsAtOnce))
                    {
                        if (!batches.Writer.TryWrite(batch)) batches.Writer.WriteAsync(batch, token).AsTask().GetAwaiter().GetResult();
                    }
                    batches.Writer.Complete();
                }
                catch (Exception e)
                {
                    batches.Writer.Complete(e);
                }
            },
            stop.Token);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken)) yield return batch;
        }
        finally
        {
            // A reader that leaves early must not leave the composer waiting for room, with a core in its hands.
            await stop.CancelAsync();
            await composing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Writes MIDI file, note file and record. Repeating is safe.</summary>
    /// <returns>The finished tune.</returns>
    public async Task<TuneSummary> WriteAsync(LoadedModel model, OwnedKey session, TuneSummary tune, IReadOnlyList<string> words)
    {
        IReadOnlyList<string> all = [.. tune.Settings.Primer, .. words];
        var (score, midi, noteFile) = await cpu.RunAsync(_ =>
        {
            var decoded = model.Tokenizer.Decode(all, tune.Settings.TempoQpm);
            return (decoded, MidiWriter.Write(decoded), Encoding.UTF8.GetBytes(NoteFile.Write(decoded)));
        });
        await blobs.PutAsync(TuneBlobs.Midi(session, tune.Number), midi);
        await blobs.PutAsync(TuneBlobs.NoteFile(session, tune.Number), noteFile);
        var record = new TuneRecord(1, tune.ModelHash, tune.Settings, Build, all);
        await blobs.PutAsync(TuneBlobs.Record(session, tune.Number), JsonSerializer.SerializeToUtf8Bytes(record, ContractJson.Options));
        return tune with
        {
            Phase = TunePhase.Succeeded,
            WordsDone = words.Count,
            Notes = score.NoteCount,
            DurationSeconds = score.Duration.TotalSeconds,
        };
    }

    /// <summary>Takes back what <see cref="WriteAsync"/> wrote. Repeating is safe.</summary>
    public async Task DeleteAsync(OwnedKey session, int number)
    {
        await blobs.DeleteAsync(TuneBlobs.Midi(session, number));
        await blobs.DeleteAsync(TuneBlobs.NoteFile(session, number));
        await blobs.DeleteAsync(TuneBlobs.Record(session, number));
    }

    private static IEnumerable<string> Compose(LoadedModel model, TuneSettings settings, CancellationToken cancellationToken)
    {
        var beginning = TuneBeginning.Of(model, settings);
        if (!beginning.Succeeded) throw new TuneRefusedException(beginning.Problem.Detail);
        var sampling = new SamplingOptions(settings.Temperature, settings.TopK, settings.TopP);
        foreach (var id in Composer.Compose(model.Network, beginning.Value.Rules, beginning.Value.Primer, sampling, (ulong)settings.Seed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return model.Vocabulary.Words[id];
        }
    }
}
