using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MusicGen.Contracts;

namespace MusicGen.Grains.Storage;

/// <summary>A grain's state as JSON whose first member is the version of its form.</summary>
internal static class StateDocument
{
    private const string VersionMember = "stateVersion";

    public static byte[] Write<T>(T state, StateForm form)
    {
        ReadOnlySpan<byte> members = JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options).AsSpan(1); // behind the brace
        var begin = Encoding.UTF8.GetBytes($"{{\"{VersionMember}\":{form.Version}{(members.Length > 1 ? "," : "")}");
        return [.. begin, .. members];
    }

    /// <exception cref="JsonException">It is no state.</exception>
    /// <exception cref="NewerStateException">It has a form that this software does not know yet.</exception>
    public static T Read<T>(ReadOnlySpan<byte> json, StateForm form)
    {
        var version = VersionOf(json);
        if (version > form.Version) throw new NewerStateException(version, form.Version);
        return (version == form.Version ? JsonSerializer.Deserialize<T>(json, ContractJson.Options) : Upgrade(json, version, form).Deserialize<T>(ContractJson.Options))
            ?? throw new JsonException("It is null.");
    }

    private static JsonObject Upgrade(ReadOnlySpan<byte> json, int version, StateForm form)
    {
        var reader = new Utf8JsonReader(json);
        var document = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("It is no object.");
        try
        {
            foreach (var step in form.Steps.Skip(version - StateForm.First)) step(document);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw new JsonException($"It is none of version {version}: {e.Message}", e);
        }
        return document;
    }

    private static int VersionOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName) return StateForm.First;
        if (!reader.ValueTextEquals(VersionMember)) return StateForm.First;
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var version) && version >= StateForm.First
            ? version
            : throw new JsonException($"{VersionMember} must be {StateForm.First} or more.");
    }
}
