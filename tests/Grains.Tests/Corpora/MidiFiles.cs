using System.Security.Cryptography;
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

    public static async Task<UploadedFile> PutAsync(
        IBlobStore store,
        OwnedKey corpus,
        string name,
        byte[] content,
        CancellationToken cancellationToken)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        await store.PutAsync(CorpusBlobs.MidiFile(corpus, sha256), content, cancellationToken: cancellationToken);
        return new UploadedFile(name, sha256, content.Length);
    }

    private static byte[] Write(int channel, int[] pitches) => MidiWriter.Write(new Score(
        TicksPerQuarter,
        [new Track(null, 0, pitches.Select((pitch, index) => new Note(new Ticks(index * TicksPerQuarter), new Ticks(TicksPerQuarter), pitch, 64, channel)))]));
}
