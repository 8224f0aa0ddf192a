using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains;
using MusicGen.Grains.Corpora;
using MusicGen.Music.Midi;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Storage;

namespace MusicGen.Tests.Corpora;

/// <summary>Short MIDI files, and their way into a corpus's folder.</summary>
internal static class MidiFiles
{
    private const int TicksPerQuarter = 96;

    /// <summary>One quarter note after another.</summary>
    public static byte[] Melody(params int[] pitches) => Write(channel: 0, pitches);

    public static byte[] Drums(params int[] keys) => Write(Track.DrumChannel, keys);

    /// <summary>Notes anywhere, as in the recording of a performance that no clock was running with.</summary>
    public static byte[] Performance(ulong seed)
    {
        const int Notes = 500;
        var random = new CounterRandom(seed);
        return MidiWriter.Write(new Score(
            TicksPerQuarter,
            [
                new Track(null, 0, Enumerable.Range(0, Notes).Select(index => new Note(
                    new Ticks((long)(random.Uniform((ulong)index) * Notes * TicksPerQuarter)), new Ticks(TicksPerQuarter), 40 + (index % 40), 64, 0))),
            ]));
    }

    public static byte[] Silence => MidiWriter.Write(new Score(TicksPerQuarter, []));

    /// <summary>It ends within its header.</summary>
    public static byte[] Damaged => [.. "MThd"u8, 0, 0, 0, 6, 0, 1];

    /// <summary>Takes files into the store and hands them over to a corpus, which must be there.</summary>
    public static async Task<Answer<IngestionSummary>> UploadAsync(
        IBlobStore store, IGrainFactory grains, OwnedKey corpus, IEnumerable<(string Name, byte[] Content)> files, CancellationToken cancellationToken)
    {
        await using var upload = new UploadWriter(store, grains, corpus, TimeProvider.System);
        foreach (var (name, content) in files) await upload.AddAsync(name, content, cancellationToken);
        return await upload.HandOverAsync(cancellationToken);
    }

    /// <summary>Makes a corpus that takes everything, and has it read the files.</summary>
    public static async Task<ICorpusGrain> IngestAsync(
        IBlobStore store, IGrainFactory grains, OwnedKey corpus, IEnumerable<(string Name, byte[] Content)> files, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<ICorpusGrain>(corpus.ToString());
        await grain.Create(null, IntakeSettings.Everything);
        var upload = await UploadAsync(store, grains, corpus, files, cancellationToken);
        await grain.WatchIngestion(upload.Value!.Number, cancellationToken).LastAsync(cancellationToken);
        return grain;
    }

    private static byte[] Write(int channel, int[] pitches) => MidiWriter.Write(new Score(
        TicksPerQuarter,
        [new Track(null, 0, pitches.Select((pitch, index) => new Note(new Ticks(index * TicksPerQuarter), new Ticks(TicksPerQuarter), pitch, 64, channel)))]));
}
