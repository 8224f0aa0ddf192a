using System.Buffers.Binary;
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
    int Drums,
    [property: JsonPropertyName("notes_sha")] string NotesSha,
    [property: JsonPropertyName("tempo_n")] int TempoCount,
    [property: JsonPropertyName("tempo_sha")] string TempoSha,
    [property: JsonPropertyName("timesig_n")] int MeterCount,
    [property: JsonPropertyName("timesig_sha")] string MeterSha,
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
                    : file.Value.Deserialize<Gold>(Json)));
    }

    /// <summary>Every number that a score does not share with the gold entry, in words; empty where all agree.</summary>
    public IEnumerable<string> Differences(byte[] file)
    {
        var score = MidiReader.Read(file).Score;
        var notes = score.Tracks.SelectMany(track => track.Notes).ToArray();
        var isTimeCode = Division >= 0x8000;
        (string Name, object Expected, object Found)[] pairs =
        [
            ("notes", Notes, notes.Length),
            ("sum_on", SumOn, notes.Sum(note => note.Onset.Value)),
            ("sum_dur", SumDur, notes.Sum(note => note.Duration.Value)),
            ("drums", Drums, score.Tracks.Where(track => track.IsDrums).Sum(track => track.Notes.Length)),
            ("notes_sha", NotesSha, NotesShaOf(file)),
            ("tempo_n", isTimeCode ? 1 : TempoCount, score.Tempos.Length),
            ("tempo_sha", TempoSha, isTimeCode ? TempoSha : Sha(score.Tempos.Select(tempo => $"{tempo.At} {tempo.MicrosecondsPerQuarter}"))),
            ("timesig_n", MeterCount, score.Meters.Length),
            ("timesig_sha", MeterSha, Sha(score.Meters.Select(meter => $"{meter.At} {meter.Numerator} {int.Log2(meter.Denominator)}"))),
            ("end_tick", EndTick, score.End.Value),
            ("dur_s", true, Math.Abs(Seconds!.Value - score.TempoMap.SecondsAt(score.End)) < 1e-5),
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

    internal sealed record Entry(string Expect, Gold? Gold);
}
