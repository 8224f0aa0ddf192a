using Microsoft.ML.OnnxRuntime;
using MusicGen.Bench.Decode.Engines;
using MusicGen.Contracts.Training;

namespace MusicGen.Bench.Decode.Onnx;

/// <summary>ONNX Runtime on its caller's thread.</summary>
internal sealed class OnnxEngine : IEngine
{
    private readonly InferenceSession _session;
    private readonly ModelShape _shape;
    private readonly bool _isEightBits;

    public OnnxEngine(FoldedWeights weights, bool isEightBits)
    {
        (_shape, _isEightBits) = (weights.Shape, isEightBits);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(OnnxLstm.Model(weights, isEightBits), options);
    }

    public string Name => _isEightBits ? "ONNX Runtime, int8" : "ONNX Runtime, fp32";

    public EngineKind Kind => _isEightBits ? EngineKind.OnnxRuntimeEightBits : EngineKind.OnnxRuntime;

    public double Tolerance => _isEightBits ? Agreement.OfEightBits : Agreement.OfSinglePrecision;

    public IStepLoop Start(int rows) => new Loop(_session, _shape, rows);

    public void Dispose() => _session.Dispose();

    /// <summary>Memories lie in two places, and each step goes from one to the other: nothing is copied.</summary>
    private sealed class Loop : IStepLoop
    {
        private readonly InferenceSession _session;
        private readonly RunOptions _options = new();
        private readonly long[] _words;
        private readonly float[] _logits;
        private readonly List<OrtValue> _values = [];
        private readonly OrtIoBinding[] _bindings;
        private int _step;

        public Loop(InferenceSession session, ModelShape shape, int rows)
        {
            _session = session;
            _words = new long[rows];
            _logits = new float[rows * shape.VocabularySize];
            var words = Value(_words, rows);
            var logits = Value(_logits, rows, shape.VocabularySize);
            var memories = Enumerable.Range(0, 2).Select(_ => OnnxLstm.Memories.ToDictionary(name => name, _ => Value(new float[rows * shape.Hidden], rows, shape.Hidden))).ToArray();
            _bindings = [Bind(words, memories[0], memories[1], logits), Bind(words, memories[1], memories[0], logits)];
        }

        public void Step(ReadOnlySpan<int> tokens, Span<float> logits)
        {
            for (var row = 0; row < tokens.Length; row++) _words[row] = tokens[row];
            _session.RunWithBinding(_options, _bindings[_step++ % _bindings.Length]);
            _logits.CopyTo(logits);
        }

        public void Dispose()
        {
            foreach (var binding in _bindings) binding.Dispose();
            foreach (var value in _values) value.Dispose();
            _options.Dispose();
        }

        private OrtIoBinding Bind(OrtValue words, Dictionary<string, OrtValue> before, Dictionary<string, OrtValue> after, OrtValue logits)
        {
            var binding = _session.CreateIoBinding();
            binding.BindInput(OnnxLstm.Words, words);
            binding.BindOutput(OnnxLstm.Logits, logits);
            foreach (var (name, value) in before) binding.BindInput(name, value);
            foreach (var (name, value) in after) binding.BindOutput(name + OnnxLstm.OutputSuffix, value);
            return binding;
        }

        private OrtValue Value<T>(T[] content, params long[] shape) where T : unmanaged
        {
            var value = OrtValue.CreateTensorValueFromMemory(content, shape);
            _values.Add(value);
            return value;
        }
    }
}
