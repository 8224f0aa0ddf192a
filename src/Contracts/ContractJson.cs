using System.Text.Json;
using System.Text.Json.Serialization;

namespace MusicGen.Contracts;

/// <summary>How contracts look as JSON, on every wire: HTTP, server-sent events, grain state, worker pipes.</summary>
public static class ContractJson
{
    /// <summary>Camel case, enumerations as camel-case strings, null members left out; null where a value must be is refused, and so are numbers in quotes.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>An enumeration's value as it stands in JSON, for messages.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Gives other options the same form.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.RespectNullableAnnotations = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }
}
