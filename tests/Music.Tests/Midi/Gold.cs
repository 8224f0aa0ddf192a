using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Midi;

/// <summary>What an independent reader found in a file, in the words of the corpora's gold files.</summary>
internal sealed record Gold(
    int Format,
    int Division,
    int Notes,
    [property: JsonPropertyName("sum_on")] long SumOn,
    [property: JsonPropertyName("sum_dur")] long SumDur,
    int Hanging,
    [property: JsonPropertyName("orphan_offs")] int OrphanOffs,
    int Overlaps,
    [property: JsonPropertyName("zero_len")] int ZeroLength,
    int Drums,
    [property: JsonPropertyName("notes_sha")] string NotesSha,
    [property: JsonPropertyName("tempo_n")] int TempoCount,
    [property: JsonPropertyName("tempo_sha")] string TempoSha,
    [property: JsonPropertyName("timesig_n")] int MeterCount,
    [property: JsonPropertyName("timesig_sha")] string MeterSha,
    [property: JsonPropertyName("keysig_n")] int? KeyCount,
    [property: JsonPropertyName("keysig_sha")] string? KeySha,
    int[][] Programs,
    [property: JsonPropertyName("end_tick")] long EndTick,
    [property: JsonPropertyName("dur_s")] double? Seconds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The gold entries of one JSON file, by path.</summary>
    public static IReadOnlyDictionary<string, Entry> Load(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.GetProperty("files").EnumerateObject().ToDictionary(
            file => file.Name,
            file => new Entry(
                file.Value.TryGetProperty("expect", out var expect) ? expect.GetString()! : "valid",
                file.Value.TryGetProperty("expect", out _)
                    ? file.Value.TryGetProperty("gold", out var gold) && gold.ValueKind == JsonValueKind.Object ? gold.Deserialize<Gold>(Json) : null
                    : file.Value.Deserialize<Gold>(Json),
                PeerNotesOf(file.Value)));
    }

    /// <summary>Every number that a reading does not share with the gold entry, in words; empty where all agree.</summary>
    /// <remarks>
    /// The score leaves out tempos and meters that mean nothing, which gold counts and the tally too: then their hashes are not compared,
    /// nor the seconds, in which gold lets time stand still at a tempo of 0.
    /// </remarks>
    public IEnumerable<string> Differences(byte[] file, MidiReadMode mode)
    {
        var (score, repairs, tally) = MidiReader.Read(file, mode);
        var notes = score.Tracks.SelectMany(track => track.Notes).ToArray();
        var isTimeCode = Division >= 0x8000;
        bool IsRepaired(params MidiRepairKind[] kinds) => repairs.Any(repair => kinds.Contains(repair.Kind));
        (string Name, object Expected, object Found)[] pairs =
        [
            ("notes", (Notes, Notes), (tally.Notes, notes.Length)),
            ("sum_on", (SumOn, SumOn), (tally.OnsetSum, notes.Sum(note => note.Onset.Value))),
            ("sum_dur", (SumDur, SumDur), (tally.DurationSum, notes.Sum(note => note.Duration.Value))),
            ("hanging", Hanging, tally.Hanging),
            ("orphan_offs", OrphanOffs, tally.OrphanOffs),
            ("overlaps", Overlaps, tally.Overlaps),
            ("zero_len", ZeroLength, tally.ZeroLength),
            ("drums", (Drums, Drums), (tally.Drums, score.Tracks.Where(track => track.IsDrums).Sum(track => track.Notes.Length))),
            ("notes_sha", NotesSha, NotesShaOf(file)),
            ("tempo_n", TempoCount, tally.Tempos),
            ("tempo_sha", TempoSha, isTimeCode || IsRepaired(MidiRepairKind.ZeroTempo, MidiRepairKind.MetaLength)
                ? TempoSha
                : Sha(score.Tempos.Select(tempo => $"{tempo.At} {tempo.MicrosecondsPerQuarter}"))),
            ("timesig_n", MeterCount, tally.Meters),
            ("timesig_sha", MeterSha, IsRepaired(MidiRepairKind.ImpossibleMeter, MidiRepairKind.MetaLength)
                ? MeterSha
                : Sha(score.Meters.Select(meter => $"{meter.At} {meter.Numerator} {int.Log2(meter.Denominator)}"))),
            ("keysig_sha", KeySha ?? "", KeySha is null || IsRepaired(MidiRepairKind.ImpossibleKey, MidiRepairKind.MetaLength)
                ? KeySha ?? ""
                : Sha(score.Keys.Select(key => $"{key.At} {key.Fifths} {(key.IsMinor ? 1 : 0)}"))),
            ("programs", string.Join(' ', Programs.Select(pair => $"{pair[0]}:{pair[1]}")), string.Join(' ', tally.Programs.Select(pair => $"{pair.Channel}:{pair.Program}"))),
            ("end_tick", (EndTick, EndTick), (tally.EndTick, score.End.Value)),
            ("dur_s", true, Seconds is null || IsRepaired(MidiRepairKind.ZeroTempo) || Math.Abs(Seconds.Value - tally.DurationSeconds) < 1e-5),
        ];
        return pairs.Where(pair => !pair.Expected.Equals(pair.Found)).Select(pair => $"{pair.Name}: {pair.Found} instead of {pair.Expected}");
    }

    /// <summary>The hash over all notes and the numbers of their chunks: a score forgets these, so each chunk is read as a file of its own.</summary>
    private static string NotesShaOf(byte[] file)
    {
        var lines = new List<(int Track, Note Note)>();
        var track = 0;
        var position = 8L + BytesToInt(file, 4);
        while (position + 8 <= file.Length)
        {
            var length = Math.Min((uint)BytesToInt(file, (int)position + 4), file.Length - position - 8);
            if (file.AsSpan((int)position, 4).SequenceEqual("MTrk"u8))
            {
                byte[] alone = [.. file.AsSpan(0, 14), .. file.AsSpan((int)position, (int)length + 8)];
                BinaryPrimitives.WriteInt32BigEndian(alone.AsSpan(4), 6);
                lines.AddRange(MidiReader.Read(alone).Score.Tracks.SelectMany(part => part.Notes).Select(note => (track, note)));
                track++;
            }
            position += 8 + length;
        }
        return Sha(lines
            .OrderBy(line => line.Track).ThenBy(line => line.Note.Onset).ThenBy(line => line.Note.End)
            .ThenBy(line => line.Note.Channel).ThenBy(line => line.Note.Pitch).ThenBy(line => line.Note.Velocity)
            .Select(line => $"{line.Track} {line.Note.Onset} {line.Note.End} {line.Note.Channel} {line.Note.Pitch} {line.Note.Velocity}"));
    }

    private static int BytesToInt(byte[] file, int offset) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(offset));

    private static string Sha(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\n")))))[..16];

    /// <summary>The notes that other programs say they read, in the manifest's words ("ok, 12 notes"); 0 where they refuse or do not say.</summary>
    private static int[] PeerNotesOf(JsonElement file) =>
        file.TryGetProperty("peers", out var peers)
            ? [.. peers.EnumerateObject().Select(peer => peer.Value.GetString()!.Split(' ') is ["ok,", var notes, ..] ? int.Parse(notes, CultureInfo.InvariantCulture) : 0)]
            : [];

    /// <param name="Expect">What a reader should do with the file.</param>
    /// <param name="Gold">The expected numbers, where there are any.</param>
    /// <param name="PeerNotes">What other programs read.</param>
    internal sealed record Entry(string Expect, Gold? Gold, IReadOnlyList<int> PeerNotes);
}
