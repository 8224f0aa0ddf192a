using System.Text.Json;
using System.Text.Json.Serialization;

namespace MusicGen.Grains.Training.Scheduling;

/// <summary>The sessions alone; how they are found follows from them.</summary>
internal sealed class WaitingSessionsConverter : JsonConverter<WaitingSessions>
{
    public override WaitingSessions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<QueuedSession[]>(ref reader, options)!.Aggregate(WaitingSessions.None, (waiting, session) => waiting.With(session));

    public override void Write(Utf8JsonWriter writer, WaitingSessions value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize<IEnumerable<QueuedSession>>(writer, value, options);
}
