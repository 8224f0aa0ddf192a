using MusicGen.Music.Midi;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Midi;

/// <summary>Damaged files end in a score or in the one documented exception, whatever the damage.</summary>
public sealed class MidiFuzzTests
{
    private static readonly byte[] Lengths = [0x00, 0x7F, 0x80, 0xFF];

    [Fact]
    public void Read_MutatedSmallFiles_EndsInAScoreOrARefusal()
    {
        byte[] format0 =
        [
            0, 0xFF, 3, 3, .. "Sax"u8, 0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0, 0xFF, 0x58, 4, 3, 2, 24, 8, 0, 0xC0, 65, 0, 0x90, 60, 100, 0x83, 0x60, 60, 0,
            0, 0xF0, 3, 1, 2, 0xF7, 0, 0xE0, 0, 64, 0, 0xD0, 9, 0, 0x99, 38, 1, 10, 38, 0, .. MidiBytes.EndOfTrack,
        ];
        var notes = Enumerable.Range(0, 12).Select(i => new Note(new Ticks(i * 50), new Ticks(100), 60 + (i % 3), 64, 2)).ToArray();
        var format1 = MidiWriter.Write(new Score(480, [new Track("A", 1, notes), new Track("B", 2, notes)], [new Tempo(Ticks.Zero, 400_000)]));

        MutateAndRead([MidiBytes.File(0, 480, format0), MidiBytes.File(0, 0xE728, format0), format1], mutations: 20_000, seed: 1);
    }

    [Fact]
    public void Read_MutatedRealFiles_EndsInAScoreOrARefusal()
    {
        var folder = TestCorpora.Require("midi-tests");
        var small = Directory.EnumerateFiles(folder, "*.mid", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length < 8_000)
            .Order(StringComparer.Ordinal)
            .Where((_, i) => i % 8 == 0)
            .Take(20);

        MutateAndRead([.. small.Select(File.ReadAllBytes)], mutations: 5_000, seed: 2);
    }

    [Fact]
    public void Read_ManyTinyChunks_TakesMemoryInProportion()
    {
        byte[] file = [.. MidiBytes.File(1, 480), .. Enumerable.Range(0, 50_000).SelectMany(_ => MidiBytes.Chunk("MTrk", []))];
        MidiReader.Read(file);

        var before = GC.GetAllocatedBytesForCurrentThread();
        MidiReader.Read(file);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L * file.Length);
    }

    private static void MutateAndRead(byte[][] files, int mutations, ulong seed)
    {
        var read = 0;
        for (var i = 0; i < mutations; i++)
        {
            var mutant = Mutate(files[i % files.Length], new CounterRandom(seed, (ulong)i));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MidiReader.Read(mutant);
                read++;
            }
            catch (MidiFormatException refusal)
            {
                Assert.InRange(refusal.Offset, 0, mutant.Length);
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000 + (64L * mutant.Length));
        }
        Assert.InRange(read, mutations / 20, mutations - (mutations / 20));
    }

    private static byte[] Mutate(byte[] file, CounterRandom random)
    {
        var mutant = file.ToList();
        var index = 0UL;
        for (var changes = 1 + random.Below(index++, 4); changes > 0 && mutant.Count > 0; changes--)
        {
            var at = random.Below(index++, mutant.Count);
            switch (random.Below(index++, 5))
            {
                case 0: mutant[at] = (byte)random.Bits(index++); break;
                case 1: mutant[at] ^= (byte)(1 << random.Below(index++, 8)); break;
                case 2: mutant[at] = Lengths[random.Below(index++, Lengths.Length)]; break;
                case 3: mutant.RemoveRange(at, Math.Min(mutant.Count - at, 1 + random.Below(index++, 40))); break;
                default: mutant.InsertRange(at, mutant.Skip(random.Below(index++, mutant.Count)).Take(1 + random.Below(index++, 20)).ToArray()); break;
            }
        }
        return [.. mutant];
    }
}
