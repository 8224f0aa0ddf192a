using System.Diagnostics;
using System.Globalization;
using MusicGen.Music.Midi;
using MusicGen.Music.Randomness;
using MusicGen.Music.Scores;
using MusicGen.Tests;

namespace MusicGen.Music.Tests.Midi;

/// <summary>Damaged files end in a reading or in the one documented exception, within the memory that is promised, whatever the damage.</summary>
public sealed class MidiFuzzTests
{
    /// <summary>How long each test goes on with further mutants; unset, it reads a fixed number.</summary>
    private const string SecondsVariable = "MUSICGEN_FUZZ_SECONDS";

    private static readonly byte[] Lengths = [0x00, 0x7F, 0x80, 0xFF];

    [Fact]
    public void Read_MutatedSmallFiles_EndsInAReadingOrARefusal()
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
    public void Read_MutatedRealFiles_EndsInAReadingOrARefusal()
    {
        var folder = TestCorpora.Require("midi-tests");
        var small = Directory.EnumerateFiles(folder, "*.mid", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length < 8_000)
            .Order(StringComparer.Ordinal)
            .Where((_, i) => i % 8 == 0)
            .Take(20);

        MutateAndRead([.. small.Select(File.ReadAllBytes)], mutations: 5_000, seed: 2);
    }

    /// <summary>Reads mutants in both modes, until their number and the time that <see cref="SecondsVariable"/> gives are over.</summary>
    private static void MutateAndRead(byte[][] files, int mutations, ulong seed)
    {
        var watch = Stopwatch.StartNew();
        var longer = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable(SecondsVariable) ?? "0", CultureInfo.InvariantCulture));
        int strict = 0, lenient = 0, count = 0;
        for (; count < mutations || watch.Elapsed < longer; count++)
        {
            var mutant = Mutate(files[count % files.Length], new CounterRandom(seed, (ulong)count));
            try
            {
                strict += IsRead(mutant, MidiReadMode.Strict) ? 1 : 0;
                lenient += IsRead(mutant, MidiReadMode.Lenient) ? 1 : 0;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Mutant {count} of seed {seed}: {Convert.ToBase64String(mutant)}", e);
            }
        }
        Assert.InRange(strict, count / 100, count / 2);
        Assert.InRange(lenient, strict + (count / 10), count);
    }

    private static bool IsRead(byte[] mutant, MidiReadMode mode)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var (score, repairs, tally) = MidiReader.Read(mutant, mode);
            Assert.Equal(score.NoteCount, tally.Notes);
            Assert.All(repairs, repair => Assert.InRange(repair.Offset, 0, mutant.Length));
            return true;
        }
        catch (MidiFormatException refusal)
        {
            Assert.InRange(refusal.Offset, 0, mutant.Length);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (8L * mutant.Length) + 1_000_000);
        }
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
