using System.Text;

namespace MusicGen.Tests.Telemetry;

/// <summary>A span as an exporter sends it.</summary>
/// <remarks>Numbers of fields: https://github.com/open-telemetry/opentelemetry-proto, <c>collector/trace/v1/trace_service.proto</c> and <c>trace/v1/trace.proto</c>.</remarks>
/// <param name="Trace">Hexadecimal.</param>
/// <param name="Id">Hexadecimal.</param>
/// <param name="Parent">Hexadecimal; empty: it begins its trace.</param>
/// <param name="Name">What was done.</param>
/// <param name="StartNanoseconds">Since 1970.</param>
/// <param name="EndNanoseconds">Since 1970.</param>
/// <param name="HasFailed">Whether its status is an error.</param>
/// <param name="Tags">Those that are text or whole numbers.</param>
internal sealed record SentSpan(
    string Trace, string Id, string Parent, string Name, ulong StartNanoseconds, ulong EndNanoseconds, bool HasFailed, IReadOnlyDictionary<string, string> Tags)
{
    private const ulong Error = 2;

    /// <summary>The spans of a request to export.</summary>
    public static IEnumerable<SentSpan> In(ReadOnlyMemory<byte> request) =>
        from resource in ProtocolBuffer.All(request, 1)
        from scope in ProtocolBuffer.All(resource, 2)
        from span in ProtocolBuffer.All(scope, 2)
        select Read(span);

    private static SentSpan Read(ReadOnlyMemory<byte> span)
    {
        var fields = ProtocolBuffer.Fields(span).ToLookup(one => one.Field);
        string Hex(int field) => Convert.ToHexStringLower(fields[field].FirstOrDefault().Content.Span);
        var tags = fields[9].Select(one => ProtocolBuffer.Fields(one.Content).ToDictionary(part => part.Field, part => part.Content)).ToDictionary(tag => Text(tag[1]), tag => Value(tag[2]));
        var status = fields[15].SelectMany(one => ProtocolBuffer.Fields(one.Content)).FirstOrDefault(part => part.Field == 3).Number;
        return new SentSpan(Hex(1), Hex(2), Hex(4), Text(fields[5].Single().Content), fields[7].Single().Number, fields[8].Single().Number, status == Error, tags);
    }

    private static string Value(ReadOnlyMemory<byte> value) => ProtocolBuffer.Fields(value).Select(one => one.Field == 1 ? Text(one.Content) : $"{one.Number}").FirstOrDefault("");

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
