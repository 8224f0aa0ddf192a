using System.Runtime.InteropServices;

namespace MusicGen.Bench.Decode.Onnx;

/// <summary>An ONNX model, node by node.</summary>
/// <remarks>Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; the messages' names stand beside them.</remarks>
internal sealed class OnnxGraph
{
    /// <summary>TensorProto.DataType.</summary>
    public const int Float = 1;
    public const int Int8 = 3;
    public const int Int64 = 7;

    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string OwnOperators = "com.microsoft";

    private const int FileVersion = 8;
    private const int OperatorVersion = 17;
    private const int OwnOperatorVersion = 1;
    private const int AttributeOfInteger = 2; // AttributeProto.AttributeType.INT

    private readonly ProtobufWriter _graph = new();

    public OnnxGraph(string name) => _graph.Text(2, name); // GraphProto.name

    /// <summary>A constant.</summary>
    public void Constant<T>(string name, int type, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape) tensor.Number(1, size);                            // TensorProto.dims
        tensor.Number(2, type).Text(8, name).Content(9, MemoryMarshal.AsBytes(values)); // data_type, name, raw_data
        _graph.Message(5, tensor);                                                      // GraphProto.initializer
    }

    /// <param name="name">Of the input.</param>
    /// <param name="type">Of its elements.</param>
    /// <param name="sizes">Behind the first, B, which a run decides.</param>
    public void Input(string name, int type, params ReadOnlySpan<long> sizes) => _graph.Message(11, Value(name, type, sizes)); // GraphProto.input

    /// <inheritdoc cref="Input"/>
    public void Output(string name, int type, params ReadOnlySpan<long> sizes) => _graph.Message(12, Value(name, type, sizes)); // GraphProto.output

    /// <summary>A node.</summary>
    /// <param name="operation">Its operator.</param>
    /// <param name="inputs">Names; an empty one stands for an input that is left out.</param>
    /// <param name="outputs">Names.</param>
    /// <param name="domain">Of the operator.</param>
    /// <param name="attributes">Whole numbers.</param>
    public void Node(string operation, string[] inputs, string[] outputs, string domain = "", params ReadOnlySpan<(string Name, long Value)> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs) node.Text(1, input);    // NodeProto.input
        foreach (var output in outputs) node.Text(2, output); // output
        node.Text(3, outputs[0]).Text(4, operation);          // name, op_type
        foreach (var (name, value) in attributes) node.Message(5, new ProtobufWriter().Text(1, name).Number(3, value).Number(20, AttributeOfInteger)); // attribute: AttributeProto.name, i, type
        node.Text(7, domain);                                 // domain
        _graph.Message(1, node);                              // GraphProto.node
    }

    /// <summary>The file.</summary>
    public byte[] ToModel() => new ProtobufWriter()
        .Number(1, FileVersion)                                                                       // ModelProto.ir_version
        .Message(7, _graph)                                                                           // graph
        .Message(8, new ProtobufWriter().Text(1, "").Number(2, OperatorVersion))                      // opset_import: OperatorSetIdProto.domain, version
        .Message(8, new ProtobufWriter().Text(1, OwnOperators).Number(2, OwnOperatorVersion))
        .Bytes.ToArray();

    private static ProtobufWriter Value(string name, int type, ReadOnlySpan<long> sizes)
    {
        var shape = new ProtobufWriter().Message(1, new ProtobufWriter().Text(2, "B"));                // TensorShapeProto.dim: Dimension.dim_param
        foreach (var size in sizes) shape.Message(1, new ProtobufWriter().Number(1, size));           // dim_value
        var tensor = new ProtobufWriter().Number(1, type).Message(2, shape);                          // TypeProto.Tensor.elem_type, shape
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor)); // ValueInfoProto.name, type: TypeProto.tensor_type
    }
}
