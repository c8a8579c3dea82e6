import { loopsFromOneOn } from '../fixtures/behaving-models.js';
import { identityModel } from '../fixtures/onnx-writer.js';
import { makeModelDir } from './models.js';

/** Models with one executor each: `loops` never ends for numbers from 1 on, `echo` answers what it is asked. Remove it afterwards. */
export function loopsAndEcho(): string {
  const one = 'execution: {executors: 1, required: true}\n';
  return makeModelDir([
    { name: 'loops', files: { 'model.yaml': one, '1/model.onnx': loopsFromOneOn() } },
    { name: 'echo', files: { 'model.yaml': one, '1/model.onnx': identityModel('float32', ['n']) } },
  ]);
}
