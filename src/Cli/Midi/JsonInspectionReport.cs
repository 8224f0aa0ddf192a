using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Music.Midi;

namespace MusicGen.Cli.Midi;

/// <summary>One JSON document a line, for programs.</summary>
/// <remarks>
/// The fields are those of the public corpora's expected numbers: <c>path</c>, then either the counts of <see cref="MidiTally"/>, <c>programs</c> as
/// pairs of channel and program, and <c>repairs</c>; or <c>error</c> with <c>reason</c> and <c>offset</c>.
/// </remarks>
internal sealed class JsonInspectionReport(TextWriter output) : IInspectionReport
{
    /// <summary>A line is no part of a page, so that letters of any script may stand as they are.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Begin()
    {
    }

    public void Add(MidiInspection inspection)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("path", inspection.Path);
            if (inspection.Reading is { } reading) WriteReading(json, reading);
            else WriteError(json, inspection);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length)));
    }

    public void End()
    {
    }

    private static void WriteReading(Utf8JsonWriter json, MidiReading reading)
    {
        var tally = reading.Tally;
        json.WriteNumber("notes", tally.Notes);
        json.WriteNumber("sum_on", tally.OnsetSum);
        json.WriteNumber("sum_dur", tally.DurationSum);
        json.WriteNumber("hanging", tally.Hanging);
        json.WriteNumber("orphan_offs", tally.OrphanOffs);
        json.WriteNumber("overlaps", tally.Overlaps);
        json.WriteNumber("zero_len", tally.ZeroLength);
        json.WriteNumber("drums", tally.Drums);
        json.WriteNumber("end_tick", tally.EndTick);
        json.WriteNumber("dur_s", tally.DurationSeconds);
        json.WriteNumber("tempo_n", tally.Tempos);
        json.WriteNumber("timesig_n", tally.Meters);
        json.WriteStartArray("programs");
        foreach (var (channel, program) in tally.Programs)
        {
            json.WriteStartArray();
            json.WriteNumberValue(channel);
            json.WriteNumberValue(program);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("repairs");
        foreach (var repair in reading.Repairs)
        {
            json.WriteStartObject();
            json.WriteString("kind", ContractJson.NameOf(repair.Kind));
            json.WriteNumber("offset", repair.Offset);
            json.WriteNumber("count", repair.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, MidiInspection inspection)
    {
        json.WriteStartObject("error");
        json.WriteString("reason", inspection.Reason);
        if (inspection.Offset is { } offset) json.WriteNumber("offset", offset);
        else json.WriteNull("offset");
        json.WriteEndObject();
    }
}
